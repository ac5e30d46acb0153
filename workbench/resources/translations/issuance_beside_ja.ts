<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Beside</name>
    <message>
        <source>Lint</source>
        <translation>lint</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>署名要求</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>証明書</translation>
    </message>
    <message>
        <source>What the form would make</source>
        <translation>フォームから作成されるもの</translation>
    </message>
</context>
<context>
    <name>CertificateTab</name>
    <message>
        <source>As it was before: what the form says now cannot be made yet.</source>
        <translation>これは直前の内容です。今のフォームの内容ではまだ作成できません。</translation>
    </message>
    <message>
        <source>It is shown here as soon as the form is complete.</source>
        <translation>フォームの入力がそろうと、ここに表示されます。</translation>
    </message>
    <message>
        <source>A preview. The signature and a new key are made with the request; until then other values stand in.</source>
        <translation>プレビューです。署名と新しい鍵は要求の作成時に作られ、それまでは仮の値です。</translation>
    </message>
    <message>
        <source>A preview. Serial number, signature and new key are made when it is issued; until then other values stand in.</source>
        <translation>プレビューです。シリアル番号と署名、新しい鍵は発行時に作られ、それまでは仮の値です。</translation>
    </message>
</context>
<context>
    <name>ChainStrip</name>
    <message>
        <source>this one, {until}</source>
        <translation>今回：{until}</translation>
    </message>
    <message>
        <source>until {date}</source>
        <translation>{date}まで</translation>
    </message>
    <message>
        <source>The chain it would stand in</source>
        <translation>証明書チェーン</translation>
    </message>
</context>
<context>
    <name>CommandField</name>
    <message>
        <source>Copy: {what}</source>
        <translation>コピー：{what}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
</context>
<context>
    <name>LintTab</name>
    <message>
        <source>pkilint looks at certificates, not at requests.</source>
        <translation>pkilintが検査するのは証明書で、署名要求は対象外です。</translation>
    </message>
    <message>
        <source>pkilint looks as soon as the form is complete.</source>
        <translation>フォームの入力がそろうと、pkilintが検査します。</translation>
    </message>
    <message>
        <source>pkilint is checking it…</source>
        <translation>pkilintが検査しています…</translation>
    </message>
    <message>
        <source>pkilint has nothing to say against it.</source>
        <translation>pkilintの指摘はありません。</translation>
    </message>
    <message>
        <source>Also the rules of public CAs</source>
        <translation>パブリックCAの規則でも検査</translation>
    </message>
    <message>
        <source>Those of the CA/Browser Forum, which bind CAs that browsers trust by themselves.</source>
        <translation>CA/Browser Forumの規則です。ブラウザーが初めから信頼する認証局に適用されます。</translation>
    </message>
</context>
<context>
    <name>OpensslTab</name>
    <message>
        <source>The folder in which the commands will run</source>
        <translation>コマンドを実行するフォルダー</translation>
    </message>
    <message>
        <source>Encrypt the new private key</source>
        <translation>新しい秘密鍵を暗号化</translation>
    </message>
    <message>
        <source>Then openssl asks for a passphrase, now and whenever the key is used.</source>
        <translation>作成時と鍵を使うたびに、opensslがパスフレーズを尋ねます。</translation>
    </message>
    <message>
        <source>To the field</source>
        <translation>入力欄へ</translation>
    </message>
    <message>
        <source>Save the files…</source>
        <translation>ファイルを保存…</translation>
    </message>
    <message>
        <source>Copy all commands</source>
        <translation>すべてのコマンドをコピー</translation>
    </message>
    <message>
        <source>Replace what is there</source>
        <translation>既存のファイルを置き換える</translation>
    </message>
    <message>
        <source>What must be there first</source>
        <translation>先に用意するもの</translation>
    </message>
    <message>
        <source>The commands</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>In what it differs</source>
        <translation>相違点</translation>
    </message>
</context>
<context>
    <name>ResultTab</name>
    <message numerus="yes">
        <source>Hide the %n checks that found nothing wrong</source>
        <translation>
            <numerusform>合格した検査を隠す（%n件）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show the %n checks that found nothing wrong</source>
        <translation>
            <numerusform>合格した検査を表示（%n件）</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to be said against it.</source>
        <translation>問題は見つかりません。</translation>
    </message>
</context>
<context>
    <name>WishFindingsList</name>
    <message>
        <source>to the field ›</source>
        <translation>入力欄へ ›</translation>
    </message>
    <message>
        <source>What is to be said about it</source>
        <translation>指摘事項</translation>
    </message>
    <message>
        <source>Enter leads to the field of the form.</source>
        <translation>Enterでフォームの入力欄に移ります。</translation>
    </message>
</context>
</TS>
