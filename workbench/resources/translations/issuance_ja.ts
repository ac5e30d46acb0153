<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Essentials</name>
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
        <source>from {first} until {last}</source>
        <translation>{first}から{last}まで</translation>
    </message>
    <message>
        <source>days, until {last}</source>
        <translation>日間（{last}まで）</translation>
    </message>
    <message>
        <source>until {last}</source>
        <translation>{last}まで</translation>
    </message>
    <message>
        <source>Name of the CA</source>
        <translation>認証局の名前</translation>
    </message>
    <message>
        <source>It is shown wherever somebody looks at a certificate that it issued.</source>
        <translation>この認証局が発行した証明書に、発行者として表示されます。</translation>
    </message>
    <message>
        <source>for example: Example Root CA</source>
        <translation>例：Example Root CA</translation>
    </message>
    <message>
        <source>Host names or IP addresses</source>
        <translation>ホスト名またはIPアドレス</translation>
    </message>
    <message>
        <source>Several with commas or spaces between them.</source>
        <translation>複数ある場合はカンマまたは空白で区切ります。</translation>
    </message>
    <message>
        <source>Mail address</source>
        <translation>メールアドレス</translation>
    </message>
    <message>
        <source>Name of the holder</source>
        <translation>所有者の名前</translation>
    </message>
    <message>
        <source>A person, a device, a company: it becomes the common name.</source>
        <translation>人、機器、会社など。コモンネームになります。</translation>
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
        <source>Valid for</source>
        <translation>有効期間</translation>
    </message>
    <message>
        <source>Valid for so many days</source>
        <translation>有効期間の日数</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>入力欄へ</translation>
    </message>
    <message>
        <source>Show the field that this is about</source>
        <translation>該当する入力欄へ移動</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>処理中</translation>
    </message>
</context>
<context>
    <name>FormPane</name>
    <message>
        <source>Your draft of {time} is back.</source>
        <translation>{time}の下書きを復元しました。</translation>
    </message>
    <message>
        <source>Make the request</source>
        <translation>署名要求を作成</translation>
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
        <source>Making the private key…</source>
        <translation>秘密鍵を生成しています…</translation>
    </message>
    <message>
        <source>The form</source>
        <translation>フォーム</translation>
    </message>
    <message>
        <source>Start anew</source>
        <translation>最初からやり直す</translation>
    </message>
</context>
<context>
    <name>IntentList</name>
    <message>
        <source>What to issue</source>
        <translation>発行するもの</translation>
    </message>
    <message>
        <source>Import a profile…</source>
        <translation>プロファイルの取込…</translation>
    </message>
</context>
<context>
    <name>IssuingActions</name>
    <message>
        <source>Issue what the form says</source>
        <translation>フォームの内容で発行する</translation>
    </message>
</context>
<context>
    <name>KeyRow</name>
    <message>
        <source>New {key} key</source>
        <translation>新しい{key}の鍵</translation>
    </message>
    <message>
        <source>Key of {name} · {key}</source>
        <translation>{name}の鍵 · {key}</translation>
    </message>
    <message>
        <source>another kind</source>
        <translation>別の種類</translation>
    </message>
    <message>
        <source>Key in {file} · {key}</source>
        <translation>{file}の鍵 · {key}</translation>
    </message>
    <message>
        <source>A key from a file…</source>
        <translation>ファイルの鍵を使う…</translation>
    </message>
    <message>
        <source>A private key</source>
        <translation>秘密鍵</translation>
    </message>
    <message>
        <source>Password of {file}</source>
        <translation>{file}のパスワード</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>秘密鍵</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>パスワード</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>LabForm</name>
    <message>
        <source>Make the lab PKI</source>
        <translation>実験用PKIを作成</translation>
    </message>
    <message>
        <source>Making it…</source>
        <translation>作成しています…</translation>
    </message>
    <message>
        <source>Make a lab PKI</source>
        <translation>実験用PKIを作成</translation>
    </message>
    <message>
        <source>A whole lab PKI with one button</source>
        <translation>ボタン1つで実験用PKIを作成</translation>
    </message>
    <message>
        <source>Root CA, intermediate CA, a server certificate and a client certificate, each signed by the one above.</source>
        <translation>ルートCA、中間CA、サーバー証明書、クライアント証明書を、それぞれ上位の認証局の署名付きで作成します。</translation>
    </message>
    <message>
        <source>Host names or IP addresses of the server</source>
        <translation>サーバーのホスト名またはIPアドレス</translation>
    </message>
    <message>
        <source>Several with commas or spaces between them.</source>
        <translation>複数ある場合はカンマまたは空白で区切ります。</translation>
    </message>
    <message>
        <source>Private keys</source>
        <translation>秘密鍵</translation>
    </message>
    <message>
        <source>What suits each of them</source>
        <translation>それぞれに適した種類</translation>
    </message>
    <message>
        <source>New {key} keys</source>
        <translation>新しい{key}の鍵</translation>
    </message>
    <message>
        <source>What it makes</source>
        <translation>作成されるもの</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>How it came out</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Show in the library</source>
        <translation>ライブラリで表示</translation>
    </message>
    <message>
        <source>Open in the inspector</source>
        <translation>内容を調べる</translation>
    </message>
    <message>
        <source>Save the server’s files…</source>
        <translation>サーバーのファイルを保存…</translation>
    </message>
    <message>
        <source>Save files…</source>
        <translation>ファイルに保存…</translation>
    </message>
    <message>
        <source>Save for other software…</source>
        <translation>ほかのソフトウェア用に保存…</translation>
    </message>
    <message>
        <source>Save certificate and chain…</source>
        <translation>証明書とチェーンを保存…</translation>
    </message>
    <message>
        <source>Save the client’s files…</source>
        <translation>クライアントのファイルを保存…</translation>
    </message>
    <message>
        <source>Another one like it</source>
        <translation>同じ内容でもう1つ作成</translation>
    </message>
    <message>
        <source>Back to an empty form</source>
        <translation>空のフォームに戻る</translation>
    </message>
    <message>
        <source>Back to the requests</source>
        <translation>署名要求に戻る</translation>
    </message>
    <message>
        <source>The request for {name} is made</source>
        <translation>{name}の署名要求を作成しました</translation>
    </message>
    <message>
        <source>Send it to the CA that shall sign it. Its private key stays in this workspace.</source>
        <translation>署名する認証局に送ってください。秘密鍵はこのワークスペースに残ります。</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>秘密鍵</translation>
    </message>
    <message>
        <source>The lab PKI for {name} is made</source>
        <translation>{name}の実験用PKIを作成しました</translation>
    </message>
    <message>
        <source>Four certificates and their keys are in this workspace.</source>
        <translation>4つの証明書とその鍵はこのワークスペースにあります。</translation>
    </message>
    <message>
        <source>{name} · until {date}</source>
        <translation>{name} · {date}まで</translation>
    </message>
    <message>
        <source>Issued: {name}</source>
        <translation>発行しました：{name}</translation>
    </message>
    <message>
        <source>Certificate and private key are in this workspace.</source>
        <translation>証明書と秘密鍵はこのワークスペースにあります。</translation>
    </message>
    <message>
        <source>The certificate is in this workspace. Save it with its chain for the requester, who has the private key.</source>
        <translation>証明書はワークスペースにあります。チェーンとともに保存し、秘密鍵を持つ要求者に渡してください。</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有効期限</translation>
    </message>
    <message>
        <source>Public key</source>
        <translation>公開鍵</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>シリアル番号</translation>
    </message>
</context>
<context>
    <name>PassphraseRow</name>
    <message>
        <source>Choose a passphrase for the private keys</source>
        <translation>秘密鍵のパスフレーズを決める</translation>
    </message>
    <message>
        <source>It encrypts the private keys of this workspace. Nobody can read them without it, so keep it safe.</source>
        <translation>このワークスペースの秘密鍵を暗号化します。これがないと誰も読み取れないため、大切に保管してください。</translation>
    </message>
    <message>
        <source>Passphrase of the private keys</source>
        <translation>秘密鍵のパスフレーズ</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>パスフレーズ</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>もう一度</translation>
    </message>
    <message>
        <source>The passphrase once more</source>
        <translation>パスフレーズをもう一度</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Show the passphrase</source>
        <translation>パスフレーズを表示</translation>
    </message>
</context>
<context>
    <name>ProfileMenu</name>
    <message>
        <source>Keep the form as a profile…</source>
        <translation>フォームをプロファイルとして保存…</translation>
    </message>
    <message>
        <source>Take the form’s values into “{name}”</source>
        <translation>フォームの内容で「{name}」を更新</translation>
    </message>
    <message>
        <source>Delete “{name}”</source>
        <translation>「{name}」を削除</translation>
    </message>
    <message>
        <source>Save as a profile file…</source>
        <translation>プロファイルをファイルに保存…</translation>
    </message>
    <message>
        <source>Import a profile…</source>
        <translation>プロファイルの取込…</translation>
    </message>
    <message>
        <source>Start anew</source>
        <translation>最初からやり直す</translation>
    </message>
    <message>
        <source>Save the profile</source>
        <translation>プロファイルを保存</translation>
    </message>
    <message>
        <source>A profile</source>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>The profile “{name}” is kept.</source>
        <translation>プロファイル「{name}」を保存しました。</translation>
    </message>
    <message>
        <source>The profile “{name}” is deleted.</source>
        <translation>プロファイル「{name}」を削除しました。</translation>
    </message>
    <message>
        <source>The profile is in {name}.</source>
        <translation>プロファイルを{name}に保存しました。</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>Keep this form as a profile of your own, or hand it on as a file</source>
        <translation>このフォームをプロファイルとして保存、またはファイルで共有</translation>
    </message>
    <message>
        <source>Name of the profile</source>
        <translation>プロファイルの名前</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message numerus="yes">
        <source>%n to mend</source>
        <translation>
            <numerusform>要修正：%n件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>要確認：%n件</numerusform>
        </translation>
    </message>
</context>
</TS>
