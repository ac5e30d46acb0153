<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>PreviewPane</name>
    <message>
        <source>Files</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>For the configuration</source>
        <translation>設定に書く内容</translation>
    </message>
    <message>
        <source>Software</source>
        <translation>ソフトウェア</translation>
    </message>
</context>
<context>
    <name>TakingOutDialog</name>
    <message>
        <source>Save for other software</source>
        <translation>ほかのソフトウェア用に保存</translation>
    </message>
    <message>
        <source>For which software shall “{0}” be saved?</source>
        <translation>「{0}」を、どのソフトウェア用に保存しますか？</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Let in only clients of</source>
        <translation>接続を許すクライアントの認証局</translation>
    </message>
    <message>
        <source>Password for the files</source>
        <translation>ファイルのパスワード</translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>パスワード（確認）</translation>
    </message>
    <message>
        <source>Passphrase of the workspace</source>
        <translation>ワークスペースのパスフレーズ</translation>
    </message>
    <message>
        <source>Software and formats</source>
        <translation>ソフトウェアと形式</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>Put the root at the end of the chain</source>
        <translation>チェーンの最後にルート証明書も入れる</translation>
    </message>
    <message>
        <source>For old software: Windows Server 2016, Java before 8u301, macOS before 12</source>
        <translation>古いソフトウェア用（Windows Server 2016、8u301より前のJava、12より前のmacOS）</translation>
    </message>
    <message>
        <source>These read only 3DES and SHA-1, which protect the key less well.</source>
        <translation>これらは3DESとSHA-1しか読めません。秘密鍵の保護は弱くなります。</translation>
    </message>
    <message>
        <source>Replace the files that are there</source>
        <translation>既存のファイルを置き換える</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>フォルダーを開く</translation>
    </message>
    <message>
        <source>anybody: no client certificates</source>
        <translation>制限しない（証明書を求めない）</translation>
    </message>
    <message>
        <source>Choose at least one software or format.</source>
        <translation>ソフトウェアか形式を1つ以上選んでください。</translation>
    </message>
    <message>
        <source>The private key is locked: the passphrase is needed.</source>
        <translation>秘密鍵がロックされています。パスフレーズを入力してください。</translation>
    </message>
    <message>
        <source>A password for the files is needed.</source>
        <translation>ファイルのパスワードを入力してください。</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>2つのパスワードが一致しません。</translation>
    </message>
    <message>
        <source>Choose a folder.</source>
        <translation>フォルダーを選んでください。</translation>
    </message>
    <message>
        <source>Write the whole path of the folder.</source>
        <translation>フォルダーのパスを最初から書いてください。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) saved.</source>
        <translation>
            <numerusform>%n個のファイルを保存しました。</numerusform>
        </translation>
    </message>
    <message>
        <source>The private key leaves unencrypted, in files that only you can read: servers need it so.</source>
        <translation>秘密鍵は暗号化せずに、本人だけが読めるファイルとして保存します。サーバーがその形を必要とするためです。</translation>
    </message>
    <message>
        <source>The folder for the files</source>
        <translation>ファイルを保存するフォルダー</translation>
    </message>
</context>
</TS>
