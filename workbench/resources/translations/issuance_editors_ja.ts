<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>AddressesEditor</name>
    <message>
        <source>Add an address</source>
        <translation>アドレスを追加</translation>
    </message>
    <message>
        <source>Add an address: {what}</source>
        <translation>アドレスを追加：{what}</translation>
    </message>
</context>
<context>
    <name>AttributeRow</name>
    <message>
        <source>{meaning} Written as {type}.</source>
        <translation>{meaning}{type}で書きます。</translation>
    </message>
    <message>
        <source>{attribute}, row {number}</source>
        <translation>{attribute}、{number}行目</translation>
    </message>
    <message>
        <source>Write {code} for {country}</source>
        <translation>{country}を{code}と書く</translation>
    </message>
    <message>
        <source>Written as its kind demands</source>
        <translation>種類に応じた形式で書く</translation>
    </message>
    <message>
        <source>Written as {type}</source>
        <translation>{type}で書く</translation>
    </message>
    <message>
        <source>Kind of part {number}</source>
        <translation>{number}番目の項目の種類</translation>
    </message>
</context>
<context>
    <name>BasicConstraintsEditor</name>
    <message>
        <source>No CA</source>
        <translation>認証局ではない</translation>
    </message>
    <message>
        <source>A CA</source>
        <translation>認証局</translation>
    </message>
    <message>
        <source>Leave the extension out</source>
        <translation>この拡張を入れない</translation>
    </message>
    <message>
        <source>At most so many CAs below it:</source>
        <translation>下位に置ける認証局の数を制限：</translation>
    </message>
    <message>
        <source>CAs that may stand below</source>
        <translation>下位に置ける認証局の数</translation>
    </message>
</context>
<context>
    <name>CriticalFold</name>
    <message>
        <source>Critical</source>
        <translation>クリティカル</translation>
    </message>
</context>
<context>
    <name>ExtendedKeyUsageEditor</name>
    <message>
        <source>Add a purpose</source>
        <translation>目的を追加</translation>
    </message>
</context>
<context>
    <name>Fold</name>
    <message>
        <source>More</source>
        <translation>詳細</translation>
    </message>
</context>
<context>
    <name>HashEditor</name>
    <message>
        <source>What suits the issuer’s key</source>
        <translation>発行者の鍵に合わせる</translation>
    </message>
</context>
<context>
    <name>NameConstraintsEditor</name>
    <message>
        <source>Permitted</source>
        <translation>許可する名前</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>除外する名前</translation>
    </message>
    <message>
        <source>Permit names</source>
        <translation>許可する名前を追加</translation>
    </message>
    <message>
        <source>Exclude names</source>
        <translation>除外する名前を追加</translation>
    </message>
</context>
<context>
    <name>NameRow</name>
    <message>
        <source>Stands in the certificate as {name}</source>
        <translation>証明書には{name}と書かれます</translation>
    </message>
    <message>
        <source>{kind}, row {number}</source>
        <translation>{kind}、{number}行目</translation>
    </message>
    <message>
        <source>Kind of name {number}</source>
        <translation>{number}番目の名前の種類</translation>
    </message>
</context>
<context>
    <name>NamesEditor</name>
    <message>
        <source>Take over the common name {name}</source>
        <translation>コモンネーム{name}を追加</translation>
    </message>
    <message>
        <source>Add a name</source>
        <translation>名前を追加</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>クリティカル</translation>
    </message>
</context>
<context>
    <name>OidRow</name>
    <message>
        <source>{what}, row {number}</source>
        <translation>{what}、{number}行目</translation>
    </message>
</context>
<context>
    <name>PoliciesEditor</name>
    <message>
        <source>Add a policy</source>
        <translation>ポリシーを追加</translation>
    </message>
</context>
<context>
    <name>PolicyRow</name>
    <message>
        <source>Add a CPS address</source>
        <translation>CPSのアドレスを追加</translation>
    </message>
    <message>
        <source>Add a notice for people</source>
        <translation>人に見せる通知文を追加</translation>
    </message>
</context>
<context>
    <name>ProblemLine</name>
    <message>
        <source>Error</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>{word}: {sentence}</source>
        <translation>{word}：{sentence}</translation>
    </message>
</context>
<context>
    <name>RawExtensionsEditor</name>
    <message>
        <source>Add an extension</source>
        <translation>拡張を追加</translation>
    </message>
</context>
<context>
    <name>RawRow</name>
    <message>
        <source>Take an extension from a file</source>
        <translation>ファイルから拡張を読み込む</translation>
    </message>
    <message>
        <source>Extension {number}</source>
        <translation>拡張{number}</translation>
    </message>
    <message>
        <source>Value of extension {number} as hexadecimal digits</source>
        <translation>拡張{number}の値（16進数）</translation>
    </message>
    <message>
        <source>DER as hexadecimal digits, such as 05 00</source>
        <translation>DERを16進数で。例：05 00</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>クリティカル</translation>
    </message>
    <message>
        <source>Extension {number} is critical</source>
        <translation>拡張{number}はクリティカル</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>ファイルから…</translation>
    </message>
</context>
<context>
    <name>Row</name>
    <message>
        <source>More about row {number}</source>
        <translation>{number}行目のその他の操作</translation>
    </message>
    <message>
        <source>Remove row {number}</source>
        <translation>{number}行目を削除</translation>
    </message>
    <message>
        <source>Remove (Alt+Delete)</source>
        <translation>削除（Alt+Delete）</translation>
    </message>
    <message>
        <source>Move and more (Alt+Up, Alt+Down)</source>
        <translation>移動など（Alt+↑、Alt+↓）</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上へ移動</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下へ移動</translation>
    </message>
</context>
<context>
    <name>RowList</name>
    <message>
        <source>Put back what was removed</source>
        <translation>削除した行を戻す</translation>
    </message>
</context>
<context>
    <name>SubjectEditor</name>
    <message>
        <source>Add a part of the name</source>
        <translation>名前の項目を追加</translation>
    </message>
</context>
<context>
    <name>TextRow</name>
    <message>
        <source>{what}, row {number}</source>
        <translation>{what}、{number}行目</translation>
    </message>
</context>
<context>
    <name>TlsFeatureEditor</name>
    <message>
        <source>Besides: {numbers}</source>
        <translation>そのほか：{numbers}</translation>
    </message>
    <message>
        <source>Take these out</source>
        <translation>これらを取り除く</translation>
    </message>
</context>
<context>
    <name>ValidityEditor</name>
    <message>
        <source>From {begin}
until {end}
In UTC: {begin_utc} – {end_utc}</source>
        <translation>{begin}から
{end}まで
UTC：{begin_utc}～{end_utc}</translation>
    </message>
    <message>
        <source>The issuer’s own certificate ends before that, at {time} UTC: nobody accepts this one longer.</source>
        <translation>発行者の証明書はそれより前（{time} UTC）に期限が切れます。それ以降はこの証明書も受け入れられません。</translation>
    </message>
    <message>
        <source>After a length of time</source>
        <translation>長さで決める</translation>
    </message>
    <message>
        <source>At a date and time</source>
        <translation>日時で決める</translation>
    </message>
    <message>
        <source>When it is issued</source>
        <translation>発行したとき</translation>
    </message>
    <message>
        <source>days</source>
        <translation>日</translation>
    </message>
    <message>
        <source>months</source>
        <translation>か月</translation>
    </message>
    <message>
        <source>years</source>
        <translation>年</translation>
    </message>
    <message>
        <source>Local time (UTC{offset})</source>
        <translation>ローカル時刻（UTC{offset}）</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Times in</source>
        <translation>時刻の基準</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>長さ</translation>
    </message>
    <message>
        <source>Unit of the length</source>
        <translation>長さの単位</translation>
    </message>
    <message>
        <source>End</source>
        <translation>終了日時</translation>
    </message>
    <message>
        <source>Beginning</source>
        <translation>開始日時</translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation>{count}日</translation>
    </message>
    <message>
        <source>{count} years</source>
        <translation>{count}年</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>1年</translation>
    </message>
</context>
</TS>
