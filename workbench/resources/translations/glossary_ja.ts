<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>EntryCard</name>
    <message>
        <source>Found:</source>
        <translation>見つかった用語：</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>用語集</translation>
    </message>
    <message>
        <source>What does this mean?</source>
        <translation>これはどういう意味？</translation>
    </message>
    <message>
        <source>No term of the glossary stands here. Which one would you like to look up?</source>
        <translation>ここには用語集の用語がありません。どの用語を調べますか？</translation>
    </message>
    <message>
        <source>Found here:</source>
        <translation>ここにある用語：</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>進む</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Open in the glossary</source>
        <translation>用語集で開く</translation>
    </message>
    <message>
        <source>Search the glossary</source>
        <translation>用語集を検索</translation>
    </message>
</context>
<context>
    <name>EntryView</name>
    <message>
        <source>In Japanese: {names}</source>
        <translation>日本語：{names}</translation>
    </message>
    <message>
        <source>In English: {names}</source>
        <translation>英語：{names}</translation>
    </message>
    <message>
        <source>See also:</source>
        <translation>関連項目：</translation>
    </message>
</context>
<context>
    <name>Glossary</name>
    <message>
        <source>Certificates</source>
        <translation>証明書</translation>
    </message>
    <message>
        <source>Issuing and checking</source>
        <translation>発行と検証</translation>
    </message>
    <message>
        <source>TLS and its handshake</source>
        <translation>TLSとハンドシェイク</translation>
    </message>
    <message>
        <source>Cryptography</source>
        <translation>暗号</translation>
    </message>
    <message>
        <source>The network below and above</source>
        <translation>上下のネットワーク層</translation>
    </message>
    <message>
        <source>Files and encodings</source>
        <translation>ファイルと符号化</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Also called: {names}</source>
        <translation>別名：{names}</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>用語集</translation>
    </message>
</context>
<context>
    <name>GlossaryWindow</name>
    <message>
        <source>Glossary – TLS Workbench</source>
        <translation>用語集 – TLS Workbench</translation>
    </message>
    <message>
        <source>Search the glossary</source>
        <translation>用語集を検索</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>用語</translation>
    </message>
    <message>
        <source>No term answers to this. Try another word, in English or Japanese.</source>
        <translation>該当する用語がありません。日本語か英語の別の言葉で試してください。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>進む</translation>
    </message>
</context>
<context>
    <name>HoverCard</name>
    <message>
        <source>Click, or press Enter, to read more.</source>
        <translation>クリックするかEnterを押すと、詳しい説明を表示します。</translation>
    </message>
</context>
<context>
    <name>MarkedText</name>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copy the whole text</source>
        <translation>全文をコピー</translation>
    </message>
    <message>
        <source>What does “{term}” mean?</source>
        <translation>「{term}」の意味</translation>
    </message>
</context>
</TS>
