<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Open files…</source>
        <translation>ファイルを開く…</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>フォルダーを開く…</translation>
    </message>
    <message>
        <source>Paste certificates or files</source>
        <translation>証明書やファイルを貼り付け</translation>
    </message>
    <message>
        <source>Open the demonstration files</source>
        <translation>デモ用ファイルを開く</translation>
    </message>
    <message>
        <source>Read all open files again</source>
        <translation>開いているファイルをすべて読み込み直す</translation>
    </message>
    <message>
        <source>Present the handshake on the whole screen</source>
        <translation>ハンドシェイクを全画面で見せる（プレゼン）</translation>
    </message>
    <message>
        <source>Close this file</source>
        <translation>このファイルを閉じる</translation>
    </message>
    <message>
        <source>Close all files</source>
        <translation>すべてのファイルを閉じる</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>検索・コマンド実行</translation>
    </message>
    <message>
        <source>Go to the next pane</source>
        <translation>次のペインへ移動</translation>
    </message>
    <message>
        <source>Go to the previous pane</source>
        <translation>前のペインへ移動</translation>
    </message>
    <message>
        <source>Switch the language to Japanese</source>
        <translation>表示言語を英語に切り替え</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>ライトとダークを切り替え</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>文字を大きく</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>文字を小さく</translation>
    </message>
    <message>
        <source>Text at its normal size</source>
        <translation>文字を標準サイズに戻す</translation>
    </message>
    <message>
        <source>Show all keyboard shortcuts</source>
        <translation>キーボードショートカット一覧</translation>
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
        <source>Quit</source>
        <translation>終了</translation>
    </message>
</context>
<context>
    <name>HexView</name>
    <message>
        <source>Bytes</source>
        <translation>バイト列</translation>
    </message>
    <message>
        <source>no bytes</source>
        <translation>バイトなし</translation>
    </message>
    <message>
        <source>byte {offset} of {total}: {byte}</source>
        <translation>オフセット{offset}（全{total}バイト）：{byte}</translation>
    </message>
    <message>
        <source>highlighted: {length} bytes from {start}</source>
        <translation>強調表示：オフセット{start}から{length}バイト</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Home</source>
        <translation>ホーム</translation>
    </message>
    <message>
        <source>Open any certificate file and see what it is, which chain it belongs to, and whether it is valid.</source>
        <translation>証明書ファイルを開くだけで、それが何で、どのチェーンに属し、有効かどうかがわかります。</translation>
    </message>
    <message>
        <source>Its content decides, not its name. Everything stays on this computer.</source>
        <translation>種類はファイル名ではなく中身で判別します。データがこのコンピューターの外に送られることはありません。</translation>
    </message>
    <message>
        <source>Drop certificates, keys, CSRs, CRLs, keystores or whole folders here, or paste them with Ctrl+V.</source>
        <translation>証明書、鍵、CSR、CRL、キーストア、またはフォルダーごとここにドロップ。Ctrl+Vでの貼り付けもできます。</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>開く…</translation>
    </message>
    <message>
        <source>Or look around with the demonstration files</source>
        <translation>デモ用ファイルで試してみる</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>最近使ったファイル</translation>
    </message>
    <message>
        <source>Files that you open are listed here.</source>
        <translation>開いたファイルがここに並びます。</translation>
    </message>
    <message>
        <source>What it answers</source>
        <translation>わかること</translation>
    </message>
    <message>
        <source>What is this file, and what is in it?</source>
        <translation>これは何のファイルで、何が入っているのか</translation>
    </message>
    <message>
        <source>Is the chain valid? If not: where does it break, why, and what helps?</source>
        <translation>チェーンは有効か。無効なら、どこがなぜ途切れ、どうすれば直るのか</translation>
    </message>
    <message>
        <source>Which file goes into which box of an upload form: certificate, private key, chain?</source>
        <translation>アップロード画面の「証明書本文」「証明書のプライベートキー」「証明書チェーン」に、どのファイルを入れるのか</translation>
    </message>
    <message>
        <source>Do this key, this request and this certificate belong together?</source>
        <translation>この鍵とCSRと証明書は対になっているのか</translation>
    </message>
    <message>
        <source>What expires when, and what has been revoked?</source>
        <translation>いつ期限が切れるのか、失効しているものはどれか</translation>
    </message>
    <message>
        <source>Which bytes say so, and which clause of which RFC?</source>
        <translation>根拠はどのバイトで、どのRFCのどの条項か</translation>
    </message>
    <message>
        <source>Make a certificate</source>
        <translation>証明書を作る</translation>
    </message>
    <message>
        <source>A whole lab: root, intermediate, server and client</source>
        <translation>実験用PKI一式（ルート、中間、サーバー、クライアント）</translation>
    </message>
    <message>
        <source>For a web server</source>
        <translation>Webサーバー用の証明書</translation>
    </message>
    <message>
        <source>For a CA of my own</source>
        <translation>自分の認証局（ルートCA）</translation>
    </message>
    <message>
        <source>For a client, to sign in with mutual TLS</source>
        <translation>相互TLS認証に使うクライアント証明書</translation>
    </message>
    <message>
        <source>A request (CSR) for another CA</source>
        <translation>ほかの認証局に出す署名要求（CSR）</translation>
    </message>
    <message>
        <source>From a request that somebody sent me</source>
        <translation>受け取った署名要求（CSR）に署名する</translation>
    </message>
    <message>
        <source>Watch a handshake</source>
        <translation>ハンドシェイクを見る</translation>
    </message>
    <message>
        <source>Where does the shared key come from, and why does it never cross the wire?</source>
        <translation>共有鍵はどこから来て、なぜ通信路を流れないのか</translation>
    </message>
    <message>
        <source>Who encrypts what with which key, when RSA carries it?</source>
        <translation>RSA鍵交換では、誰が何をどの鍵で暗号化するのか</translation>
    </message>
    <message>
        <source>How do both sides prove who they are?</source>
        <translation>互いに本人であることをどう証明するのか（相互認証）</translation>
    </message>
    <message>
        <source>Why does the second visit go faster?</source>
        <translation>2回目の接続はなぜ速いのか</translation>
    </message>
    <message>
        <source>Why does my browser not trust this server?</source>
        <translation>ブラウザーはなぜこのサーバーを信頼しないのか</translation>
    </message>
    <message>
        <source>Can somebody read it years later?</source>
        <translation>何年も後に盗み読みされることはあるのか</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Read again</source>
        <translation>読み込み直す</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>ファイルを開く</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>フォルダーを開く</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>折りたたむ</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>ほか%n件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ほか%n件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NodeDetail</name>
    <message>
        <source>Value of {field}</source>
        <translation>{field}の値</translation>
    </message>
    <message>
        <source>Hide the secret</source>
        <translation>秘密の値を隠す</translation>
    </message>
    <message>
        <source>Show the secret</source>
        <translation>秘密の値を表示</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message numerus="yes">
        <source>bytes {first} to {last} (%n in all)</source>
        <translation>
            <numerusform>オフセット{first}～{last}（%nバイト）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NodeTree</name>
    <message>
        <source>Fields</source>
        <translation>フィールド</translation>
    </message>
</context>
<context>
    <name>NodeTreeModel</name>
    <message>
        <source>Field</source>
        <translation>フィールド</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Home</source>
        <translation>ホーム</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>証明書</translation>
    </message>
    <message>
        <source>Issue</source>
        <translation>発行</translation>
    </message>
    <message>
        <source>Handshakes</source>
        <translation>ハンドシェイク</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
</context>
<context>
    <name>PasswordBar</name>
    <message>
        <source>the pasted text</source>
        <translation>貼り付けたテキスト</translation>
    </message>
    <message numerus="yes">
        <source>Opening {name} takes about %n seconds</source>
        <translation>
            <numerusform>「{name}」を開くには約%n秒かかります</numerusform>
        </translation>
    </message>
    <message>
        <source>Whoever made it chose to make opening this slow: {what}</source>
        <translation>作成者が、開くのに時間のかかる設定にしています：{what}</translation>
    </message>
    <message>
        <source>That password does not open {name}</source>
        <translation>このパスワードでは「{name}」を開けません</translation>
    </message>
    <message>
        <source>Upper and lower case matter. It opens {what}</source>
        <translation>大文字と小文字は区別されます。対象：{what}</translation>
    </message>
    <message>
        <source>{name} needs a password</source>
        <translation>「{name}」を開くにはパスワードが必要です</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>パスワード</translation>
    </message>
    <message>
        <source>Open it anyway</source>
        <translation>それでも開く</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>スキップ</translation>
    </message>
</context>
<context>
    <name>PlainTextView</name>
    <message numerus="yes">
        <source>hits: %n</source>
        <translation>
            <numerusform>%n件</numerusform>
        </translation>
    </message>
    <message>
        <source>not found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Find in this text</source>
        <translation>このテキスト内を検索</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>前の一致箇所</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>次の一致箇所</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>Only the beginning is shown; Copy takes all of it.</source>
        <translation>先頭部分のみ表示しています。コピーは全体が対象です。</translation>
    </message>
</context>
<context>
    <name>PresentButton</name>
    <message>
        <source>Present</source>
        <translation>プレゼン</translation>
    </message>
    <message>
        <source>Diagram and who knows what on the whole screen</source>
        <translation>図と「誰が何を知っているか」を全画面に表示</translation>
    </message>
</context>
<context>
    <name>ProgressBar</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Opening {done} of {total}</source>
        <translation>開いています（{done}/{total}）</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>開いています…</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Pages</source>
        <translation>ページ</translation>
    </message>
</context>
<context>
    <name>SearchEntries</name>
    <message>
        <source>issue</source>
        <translation>発行</translation>
    </message>
    <message>
        <source>watch this handshake</source>
        <translation>このハンドシェイクを見る</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search or run a command</source>
        <translation>検索・コマンド実行</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>A file with the certificates to trust</source>
        <translation>信頼する証明書のファイル</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>減らす</translation>
    </message>
    <message>
        <source>RFC 5280</source>
        <translation>RFC 5280</translation>
    </message>
    <message>
        <source>Web PKI (as browsers judge)</source>
        <translation>Web PKI（ブラウザーと同じ規則）</translation>
    </message>
    <message>
        <source>Mozilla’s trust store</source>
        <translation>Mozillaのトラストストア</translation>
    </message>
    <message>
        <source>The operating system’s trust store</source>
        <translation>OSのトラストストア</translation>
    </message>
    <message>
        <source>A file…</source>
        <translation>ファイルを指定…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Defaults for checking</source>
        <translation>検証条件の初期値</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>テーマ</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字サイズ</translation>
    </message>
    <message>
        <source>Ctrl+Plus and Ctrl+Minus change it anywhere.</source>
        <translation>どの画面でも「Ctrl+プラス」「Ctrl+マイナス」で変更できます。</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>動き</translation>
    </message>
    <message>
        <source>Reduced: a handshake that plays jumps from step to step.</source>
        <translation>「減らす」を選ぶと、ハンドシェイクの再生は動きなしで次の手順に切り替わります。</translation>
    </message>
    <message>
        <source>Trust store</source>
        <translation>トラストストア</translation>
    </message>
    <message>
        <source>The root CAs that a chain must lead to.</source>
        <translation>チェーンがたどり着くべきルートCAの一覧です。</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>規則</translation>
    </message>
    <message>
        <source>With Web PKI, what browsers demand must be met too; with RFC 5280 it is only a warning.</source>
        <translation>「Web PKI」では、ブラウザーが求める条件も必須になります（「RFC 5280」では警告のみ）。</translation>
    </message>
    <message>
        <source>Kept in {path}. Passwords and private keys are never kept.</source>
        <translation>設定の保存先：{path}。パスワードや秘密鍵は保存しません。</translation>
    </message>
</context>
<context>
    <name>ShortcutsOverview</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
    <message>
        <source>Move within lists and trees, open and close branches</source>
        <translation>一覧やツリー内の移動、枝の開閉</translation>
    </message>
    <message>
        <source>Find in the text shown</source>
        <translation>表示中のテキスト内を検索</translation>
    </message>
    <message>
        <source>Copy what is selected</source>
        <translation>選択部分をコピー</translation>
    </message>
    <message>
        <source>Go from term to term in a text, explain one</source>
        <translation>文中の用語を移動する／説明を開く</translation>
    </message>
    <message>
        <source>Leave the search, skip a password</source>
        <translation>検索を終える、パスワード入力をスキップ</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Top bar</source>
        <translation>上部バー</translation>
    </message>
</context>
<context>
    <name>_Popup</name>
    <message>
        <source>Hits</source>
        <translation>検索結果</translation>
    </message>
    <message>
        <source>Nothing found. Try another word.</source>
        <translation>該当するものがありません。別の語でお試しください。</translation>
    </message>
</context>
<context>
    <name>_RecentRow</name>
    <message>
        <source>not there any more: {folder}</source>
        <translation>見つかりません：{folder}</translation>
    </message>
    <message>
        <source>Take it off this list</source>
        <translation>一覧から外す</translation>
    </message>
    <message>
        <source>Take {name} off this list</source>
        <translation>「{name}」を一覧から外す</translation>
    </message>
</context>
</TS>
