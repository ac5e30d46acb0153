<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>EntryActions</name>
    <message>
        <source>More</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>What else can be done with it</source>
        <translation>ほかにできる操作を表示</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>その他の操作</translation>
    </message>
</context>
<context>
    <name>EntryDetail</name>
    <message>
        <source>Copy {what}</source>
        <translation>{what}をコピー</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>履歴</translation>
    </message>
    <message>
        <source>The chosen entry</source>
        <translation>選択中の項目</translation>
    </message>
    <message>
        <source>Nothing is chosen</source>
        <translation>何も選択されていません</translation>
    </message>
    <message>
        <source>Choose a row to see what it is and what can be done with it.</source>
        <translation>行を選ぶと、その内容とできることを表示します。</translation>
    </message>
</context>
<context>
    <name>LibraryActions</name>
    <message>
        <source>Take it back</source>
        <translation>アーカイブから戻す</translation>
    </message>
    <message>
        <source>Issue under this CA…</source>
        <translation>この認証局で発行…</translation>
    </message>
    <message>
        <source>Sign this request…</source>
        <translation>この署名要求に署名…</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>内容を調べる</translation>
    </message>
    <message>
        <source>Watch a handshake with it</source>
        <translation>これでハンドシェイクを見る</translation>
    </message>
    <message>
        <source>Save for other software…</source>
        <translation>ほかのソフトウェア用に保存…</translation>
    </message>
    <message>
        <source>Renew…</source>
        <translation>更新…</translation>
    </message>
    <message>
        <source>Lift the hold</source>
        <translation>一時停止を解除</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>失効させる…</translation>
    </message>
    <message>
        <source>CRLs…</source>
        <translation>CRL…</translation>
    </message>
    <message>
        <source>OCSP responder…</source>
        <translation>OCSPレスポンダー…</translation>
    </message>
    <message>
        <source>OCSP response…</source>
        <translation>OCSP応答…</translation>
    </message>
    <message>
        <source>Save as a file…</source>
        <translation>ファイルに保存…</translation>
    </message>
    <message>
        <source>Copy as PEM</source>
        <translation>PEMでコピー</translation>
    </message>
    <message>
        <source>Copy the fingerprint</source>
        <translation>フィンガープリントをコピー</translation>
    </message>
    <message>
        <source>Put away…</source>
        <translation>アーカイブ…</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>ライブラリを検索</translation>
    </message>
    <message>
        <source>Import files into the library</source>
        <translation>ライブラリにファイルを取り込む</translation>
    </message>
    <message>
        <source>Lock the private keys</source>
        <translation>秘密鍵をロック</translation>
    </message>
</context>
<context>
    <name>LibraryLooks</name>
    <message>
        <source>What is there</source>
        <translation>一覧</translation>
    </message>
    <message>
        <source>What runs out when</source>
        <translation>有効期限</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Import files into the library</source>
        <translation>ライブラリにファイルを取り込む</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>The library is empty</source>
        <translation>ライブラリは空です</translation>
    </message>
    <message>
        <source>What you issue and import is kept here: CAs with what they issued, private keys (encrypted), requests and CRLs.</source>
        <translation>発行したものや取り込んだものをここに保存します：認証局とそこから発行した証明書、秘密鍵（暗号化）、署名要求、CRL。</translation>
    </message>
    <message>
        <source>Make a root CA…</source>
        <translation>ルートCAを作成…</translation>
    </message>
    <message>
        <source>Make a lab PKI…</source>
        <translation>実験用PKIを作成…</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>ファイルを取り込む…</translation>
    </message>
    <message>
        <source>The workspace cannot be opened</source>
        <translation>ワークスペースを開けません</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度試す</translation>
    </message>
    <message>
        <source>Choose another workspace…</source>
        <translation>別のワークスペースを選ぶ…</translation>
    </message>
</context>
<context>
    <name>NotesEditor</name>
    <message>
        <source>Notes, saved as you type</source>
        <translation>メモ（入力すると自動で保存）</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>メモ</translation>
    </message>
</context>
<context>
    <name>PutAwayQuestion</name>
    <message>
        <source>Put “{name}” away?</source>
        <translation>「{name}」をアーカイブしますか？</translation>
    </message>
    <message>
        <source>All of it stays as it is. What is put away can be taken back at any time.</source>
        <translation>これらはそのまま残ります。アーカイブしたものはいつでも元に戻せます。</translation>
    </message>
    <message>
        <source>Among them: {titles}</source>
        <translation>そのうち：{titles}</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>アーカイブ</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>State and expiry</source>
        <translation>状態・有効期限</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Key type</source>
        <translation>鍵の種類</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>秘密鍵</translation>
    </message>
    <message>
        <source>is here</source>
        <translation>あり</translation>
    </message>
    <message>
        <source>is not here</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>登録方法</translation>
    </message>
    <message>
        <source>issued here</source>
        <translation>ここで発行</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>取り込み</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Take all conditions away</source>
        <translation>条件をすべて外す</translation>
    </message>
    <message>
        <source>Only: {condition}. Press to take it away.</source>
        <translation>絞り込み：{condition}。押すと外れます。</translation>
    </message>
    <message>
        <source>Name, serial number, fingerprint…</source>
        <translation>名前、シリアル番号、フィンガープリント…</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>ライブラリを検索</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>Filter by state, role, key, origin or tag</source>
        <translation>状態、用途、鍵、登録方法、タグで絞り込む</translation>
    </message>
</context>
<context>
    <name>TagsEditor</name>
    <message>
        <source>Take the tag {tag} away</source>
        <translation>タグ「{tag}」を外す</translation>
    </message>
    <message>
        <source>Take this tag away</source>
        <translation>このタグを外す</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>タグを追加</translation>
    </message>
</context>
<context>
    <name>TreePane</name>
    <message>
        <source>What is in the workspace</source>
        <translation>ワークスペースの内容</translation>
    </message>
    <message>
        <source>CAs and what they issued, keys, requests, CRLs</source>
        <translation>認証局とそこから発行した証明書、鍵、署名要求、CRL</translation>
    </message>
    <message>
        <source>Import files, or drop them here</source>
        <translation>ファイルを取り込む（ここにドロップ）</translation>
    </message>
    <message>
        <source>Nothing was found</source>
        <translation>見つかりませんでした</translation>
    </message>
    <message>
        <source>Search for part of a name, a serial number or a fingerprint.</source>
        <translation>名前、シリアル番号、フィンガープリントの一部で検索してください。</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>すべて表示</translation>
    </message>
</context>
<context>
    <name>VaultBar</name>
    <message>
        <source>No passphrase has been set yet</source>
        <translation>パスフレーズはまだ設定されていません</translation>
    </message>
    <message>
        <source>It encrypts every private key of this workspace. Nobody can recover it: without it the keys are lost for good.</source>
        <translation>このワークスペースのすべての秘密鍵を暗号化します。忘れると誰にも復元できず、鍵は永久に失われます。</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>パスフレーズの変更</translation>
    </message>
    <message>
        <source>The keys stay as they are. Nobody can recover the new passphrase: without it the keys are lost for good.</source>
        <translation>鍵そのものは変わりません。新しいパスフレーズを忘れると誰にも復元できず、鍵は永久に失われます。</translation>
    </message>
    <message>
        <source>The private keys are locked</source>
        <translation>秘密鍵はロックされています</translation>
    </message>
    <message>
        <source>Looking and searching needs no key; issuing and signing does.</source>
        <translation>閲覧と検索には鍵は不要です。発行と署名には鍵が必要です。</translation>
    </message>
    <message>
        <source>The private keys are unlocked</source>
        <translation>秘密鍵のロックは解除されています</translation>
    </message>
    <message numerus="yes">
        <source>They lock themselves after %n minutes without use.</source>
        <translation>
            <numerusform>%n分間使わないと自動でロックします。</numerusform>
        </translation>
    </message>
    <message>
        <source>One moment: a passphrase is made slow to guess.</source>
        <translation>少しお待ちください。パスフレーズを推測されにくくする計算をしています。</translation>
    </message>
    <message>
        <source>Passphrase of now</source>
        <translation>現在のパスフレーズ</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>新しいパスフレーズ</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>パスフレーズ</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>もう一度入力</translation>
    </message>
    <message>
        <source>Set the passphrase</source>
        <translation>パスフレーズを設定</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>ロック解除</translation>
    </message>
    <message>
        <source>From the keyring</source>
        <translation>キーリングから</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>ロック</translation>
    </message>
    <message>
        <source>Change the passphrase…</source>
        <translation>パスフレーズを変更…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>WorkspaceSettings</name>
    <message>
        <source>A workspace file, of now or to be made</source>
        <translation>ワークスペースのファイル（既存または新規）</translation>
    </message>
    <message>
        <source>Workspaces (*.sqlite)</source>
        <translation>ワークスペース（*.sqlite）</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>ワークスペース</translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation>場所</translation>
    </message>
    <message>
        <source>A SQLite file (sqlite:///path), or for a team a PostgreSQL database (postgresql://user@host/name). Empty is the file in your data folder. A database password is never kept: type it here, or let PostgreSQL find it (~/.pgpass, PGPASSWORD).</source>
        <translation>SQLiteファイル（sqlite:///path）、またはチームで使うPostgreSQLデータベース（postgresql://user@host/name）。空欄ならデータフォルダーのファイルです。データベースのパスワードは保存しません。ここに入力するか、PostgreSQLの仕組み（~/.pgpass、PGPASSWORD）に任せてください。</translation>
    </message>
    <message>
        <source>The file in your data folder</source>
        <translation>データフォルダーのファイル</translation>
    </message>
    <message>
        <source>Where the workspace is</source>
        <translation>ワークスペースの場所</translation>
    </message>
    <message>
        <source>Password, if one is needed</source>
        <translation>パスワード（必要な場合）</translation>
    </message>
    <message>
        <source>Password of the database, for as long as the program runs</source>
        <translation>データベースのパスワード（プログラムの終了まで保持）</translation>
    </message>
    <message>
        <source>Open this workspace</source>
        <translation>このワークスペースを開く</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>ファイルを選ぶ…</translation>
    </message>
    <message>
        <source>The usual one</source>
        <translation>標準のファイル</translation>
    </message>
    <message>
        <source>Lock the keys</source>
        <translation>鍵のロック</translation>
    </message>
    <message>
        <source>After this time without use the passphrase is needed again.</source>
        <translation>この時間使わないと、もう一度パスフレーズが必要になります。</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>パスフレーズ</translation>
    </message>
    <message>
        <source>Kept in the system’s keyring</source>
        <translation>OSのキーリングに保存</translation>
    </message>
    <message>
        <source>Asked for each time</source>
        <translation>毎回入力する</translation>
    </message>
    <message>
        <source>Whoever can use your account can then open the keys. It is kept when you unlock them next.</source>
        <translation>保存すると、あなたのアカウントを使える人は誰でも鍵を開けます。次にロックを解除したときに保存します。</translation>
    </message>
    <message>
        <source>Opening the workspace…</source>
        <translation>ワークスペースを開いています…</translation>
    </message>
    <message numerus="yes">
        <source>After %n minutes</source>
        <translation>
            <numerusform>%n分後</numerusform>
        </translation>
    </message>
    <message>
        <source>Only when told to, and at the end</source>
        <translation>指示したときと終了時だけ</translation>
    </message>
</context>
</TS>
