<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Asker</name>
    <message>
        <source>From {file}</source>
        <translation>{file}から</translation>
    </message>
    <message>
        <source>{number} of {total}: {name}</source>
        <translation>{number}／{total}：{name}</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>サブジェクト</translation>
    </message>
    <message>
        <source>{name}: {value}</source>
        <translation>{name}：{value}</translation>
    </message>
    <message>
        <source>Alternative names (SAN)</source>
        <translation>代替名（SAN）</translation>
    </message>
    <message>
        <source>Public key</source>
        <translation>公開鍵</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>…ほか{count}件</translation>
    </message>
    <message>
        <source>Another request</source>
        <translation>別の署名要求</translation>
    </message>
    <message>
        <source>Which request</source>
        <translation>どの署名要求か</translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>root CA</source>
        <translation>ルートCA</translation>
    </message>
    <message>
        <source>intermediate CA</source>
        <translation>中間CA</translation>
    </message>
    <message>
        <source>{name} · {kind} · until {date}</source>
        <translation>{name} · {kind} · {date}まで</translation>
    </message>
    <message>
        <source>This CA is not valid now: nobody would accept what it signs.</source>
        <translation>この認証局は現在有効ではありません。署名しても受け入れられません。</translation>
    </message>
    <message>
        <source>days, until {last}</source>
        <translation>日間（{last}まで）</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>署名する認証局</translation>
    </message>
    <message>
        <source>There is no CA here yet that could sign it.</source>
        <translation>署名できる認証局がまだありません。</translation>
    </message>
    <message>
        <source>Make a root CA</source>
        <translation>ルートCAを作成</translation>
    </message>
    <message>
        <source>Make a lab PKI</source>
        <translation>実験用PKIを作成</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>Valid for</source>
        <translation>有効期間</translation>
    </message>
    <message>
        <source>Valid for so many days</source>
        <translation>有効期間の日数</translation>
    </message>
</context>
<context>
    <name>PartsTable</name>
    <message numerus="yes">
        <source>… and %n more, as the profile says</source>
        <translation>
            <numerusform>…ほか%n件（プロファイルのとおり）</numerusform>
        </translation>
    </message>
    <message>
        <source>{part}: what stands in the certificate</source>
        <translation>{part}：証明書に入れる内容</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>…ほか{count}件</translation>
    </message>
    <message>
        <source>The request asks for</source>
        <translation>署名要求の内容</translation>
    </message>
    <message>
        <source>The profile says</source>
        <translation>プロファイルの内容</translation>
    </message>
    <message>
        <source>In the certificate</source>
        <translation>証明書に入る内容</translation>
    </message>
    <message>
        <source>Part by part</source>
        <translation>項目ごとの内容</translation>
    </message>
</context>
<context>
    <name>SigningForm</name>
    <message>
        <source>Sign a request</source>
        <translation>署名要求に署名</translation>
    </message>
    <message>
        <source>Issue</source>
        <translation>発行</translation>
    </message>
    <message>
        <source>Making it…</source>
        <translation>作成しています…</translation>
    </message>
    <message>
        <source>What the certificate will say</source>
        <translation>証明書の内容</translation>
    </message>
    <message>
        <source>Name and alternative names are taken from the request, everything else from the profile, unless you choose otherwise.</source>
        <translation>特に選ばなければ、名前とサブジェクト代替名（SAN）は署名要求から、それ以外はプロファイルから取ります。</translation>
    </message>
    <message>
        <source>This certificate will be a CA. Whoever holds its key can issue for anybody, and all who trust your CA will believe it.</source>
        <translation>この証明書は認証局になります。その鍵を持つ人は誰に対しても証明書を発行でき、この認証局を信頼する人はそれを信用します。</translation>
    </message>
    <message>
        <source>Yes, make the requester a CA</source>
        <translation>はい、要求者を認証局にします</translation>
    </message>
</context>
<context>
    <name>Source</name>
    <message>
        <source>certificate is here</source>
        <translation>証明書あり</translation>
    </message>
    <message>
        <source>not signed yet</source>
        <translation>未署名</translation>
    </message>
    <message>
        <source>{name} · {key} · {date} · {state}</source>
        <translation>{name} · {key} · {date} · {state}</translation>
    </message>
    <message>
        <source>A request</source>
        <translation>署名要求</translation>
    </message>
    <message>
        <source>Somebody has sent you a request (CSR). You see what it asks for, choose what the certificate shall say, and sign it.</source>
        <translation>受け取った署名要求（CSR）の内容を確かめ、証明書に入れる内容を選んで署名します。</translation>
    </message>
    <message>
        <source>Drop a file with a request here, or choose one…</source>
        <translation>署名要求のファイルをドロップ、または選択…</translation>
    </message>
    <message>
        <source>Or paste it</source>
        <translation>または貼り付け</translation>
    </message>
    <message>
        <source>Paste a request here</source>
        <translation>署名要求をここに貼り付け</translation>
    </message>
    <message>
        <source>Read it</source>
        <translation>読み込む</translation>
    </message>
    <message>
        <source>Requests in the workspace</source>
        <translation>ワークスペースの署名要求</translation>
    </message>
</context>
</TS>
