<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>ExpiryChart</name>
    <message>
        <source>How many certificates run out in each month</source>
        <translation>月ごとの期限切れになる証明書の件数</translation>
    </message>
</context>
<context>
    <name>TimelinePane</name>
    <message>
        <source>All issuers</source>
        <translation>すべての発行者</translation>
    </message>
    <message>
        <source>Only the first {0} are listed.</source>
        <translation>先頭の{0}件だけを表示しています。</translation>
    </message>
    <message>
        <source>Also revoked and renewed ones</source>
        <translation>失効したものと更新済みのものも含める</translation>
    </message>
    <message>
        <source>Show all months</source>
        <translation>すべての月を表示</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Renew…</source>
        <translation>更新…</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>発行者</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>証明書</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>残り</translation>
    </message>
    <message>
        <source>What runs out when</source>
        <translation>有効期限の一覧</translation>
    </message>
</context>
</TS>
