<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Answers</name>
    <message>
        <source>The certificate of “{name}” is missing</source>
        <translation>「{name}」の証明書がありません</translation>
    </message>
    <message>
        <source>Open certificates name it as their issuer. Open it too, or choose a trust store that has it.</source>
        <translation>開いている証明書の発行者ですが、その証明書がありません。あわせて開くか、それを含むトラストストアを選んでください。</translation>
    </message>
    <message>
        <source>“{name}” could not be opened</source>
        <translation>「{name}」を開けませんでした</translation>
    </message>
    <message>
        <source>“{name}” is locked</source>
        <translation>「{name}」はロックされています</translation>
    </message>
    <message>
        <source>Opening it takes very long, and was not begun without your consent: {what}</source>
        <translation>開くのに非常に時間がかかるため、同意があるまで処理を始めません：{what}</translation>
    </message>
    <message>
        <source>A password is needed for {what}</source>
        <translation>パスワードが必要です：{what}</translation>
    </message>
    <message>
        <source>Open it…</source>
        <translation>開く…</translation>
    </message>
    <message>
        <source>Enter the password…</source>
        <translation>パスワードを入力…</translation>
    </message>
    <message>
        <source>Nothing else that is open belongs to it.</source>
        <translation>開いているものの中に、関連するものはありません。</translation>
    </message>
</context>
<context>
    <name>BoxesView</name>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>名前を付けて保存…</translation>
    </message>
    <message>
        <source>Copy {what}</source>
        <translation>{what}をコピー</translation>
    </message>
    <message>
        <source>Save {what}</source>
        <translation>{what}を保存</translation>
    </message>
    <message>
        <source>Which file goes into which box</source>
        <translation>どのファイルをどの欄に入れるか</translation>
    </message>
    <message>
        <source>Form or server</source>
        <translation>フォームまたはサーバー</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Field</source>
        <translation>フィールド</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
</context>
<context>
    <name>CompareTab</name>
    <message>
        <source>There is nothing else open to compare with.</source>
        <translation>比較できるものがほかに開かれていません。</translation>
    </message>
    <message>
        <source>The two are the same in every field.</source>
        <translation>すべてのフィールドが一致しています。</translation>
    </message>
    <message numerus="yes">
        <source>Fields that differ: %n</source>
        <translation>
            <numerusform>異なるフィールド：%n個</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>比較対象</translation>
    </message>
    <message>
        <source>Only differences</source>
        <translation>違いのみ表示</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>違い</translation>
    </message>
</context>
<context>
    <name>ConditionsBar</name>
    <message>
        <source>Checked for</source>
        <translation>検証条件</translation>
    </message>
    <message>
        <source>host {name}</source>
        <translation>ホスト名 {name}</translation>
    </message>
    <message>
        <source>any host</source>
        <translation>ホスト名 指定なし</translation>
    </message>
    <message>
        <source>time now</source>
        <translation>日時 現在</translation>
    </message>
    <message>
        <source>time {when}</source>
        <translation>日時 {when}</translation>
    </message>
    <message>
        <source>purpose {name}</source>
        <translation>用途 {name}</translation>
    </message>
    <message numerus="yes">
        <source>{name} + %n for now</source>
        <translation>
            <numerusform>{name}＋一時的に%n件</numerusform>
        </translation>
    </message>
    <message>
        <source>trust {name}</source>
        <translation>信頼 {name}</translation>
    </message>
    <message>
        <source>rules {name}</source>
        <translation>規則 {name}</translation>
    </message>
    <message>
        <source>server</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>client</source>
        <translation>クライアント</translation>
    </message>
    <message>
        <source>any</source>
        <translation>指定なし</translation>
    </message>
    <message>
        <source>Another host…</source>
        <translation>別のホスト名…</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>ホスト名</translation>
    </message>
    <message>
        <source>DNS name, IP address or email address that the certificate must be valid for:</source>
        <translation>証明書が有効であるべきDNS名、IPアドレス、またはメールアドレス：</translation>
    </message>
    <message>
        <source>now</source>
        <translation>現在</translation>
    </message>
    <message>
        <source>when it was issued, {when}</source>
        <translation>有効期間の開始日時（{when}）</translation>
    </message>
    <message>
        <source>when it expires, {when}</source>
        <translation>有効期限（{when}）</translation>
    </message>
    <message numerus="yes">
        <source>in %n days</source>
        <translation>
            <numerusform>%n日後</numerusform>
        </translation>
    </message>
    <message>
        <source>Another time…</source>
        <translation>別の日時…</translation>
    </message>
    <message>
        <source>Forget what is trusted for now</source>
        <translation>一時的な信頼を取り消す</translation>
    </message>
    <message>
        <source>Roots from a file…</source>
        <translation>ファイルのルート証明書…</translation>
    </message>
    <message>
        <source>Roots to trust</source>
        <translation>信頼するルート証明書</translation>
    </message>
    <message>
        <source>the standard; what browsers demand beyond it are warnings</source>
        <translation>標準仕様。ブラウザー独自の要件は警告として表示</translation>
    </message>
    <message>
        <source>what browsers and the CA/Browser Forum demand must be met too</source>
        <translation>ブラウザーとCA/Browser Forumの要件も必須</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>フィールド</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Upload</source>
        <translation>アップロード</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Views of the object</source>
        <translation>オブジェクトの表示切り替え</translation>
    </message>
    <message>
        <source>Findings {count}</source>
        <translation>検証結果 {count}</translation>
    </message>
</context>
<context>
    <name>DropHint</name>
    <message>
        <source>Drop or paste anything here</source>
        <translation>ドロップまたは貼り付け</translation>
    </message>
    <message>
        <source>Drop or paste anything here, or press to choose files</source>
        <translation>ここにドロップまたは貼り付け。押すとファイルを選択できます</translation>
    </message>
</context>
<context>
    <name>EncodedTab</name>
    <message>
        <source>Hide</source>
        <translation>隠す</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>This form is protected by a password, which is asked for when you copy or save it.</source>
        <translation>この形式はパスワードで保護されます。パスワードはコピーまたは保存するときに入力します。</translation>
    </message>
    <message numerus="yes">
        <source>Binary, %n bytes in the file.</source>
        <translation>
            <numerusform>バイナリ形式です（ファイルは%nバイト）。</numerusform>
        </translation>
    </message>
    <message>
        <source>The private key is hidden. “Show” shows it to everybody who can see this screen.</source>
        <translation>秘密鍵は隠してあります。「表示」を押すと、画面を見られる人全員に見えます。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>名前を付けて保存…</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>形式</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Save as</source>
        <translation>名前を付けて保存</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>パスワード</translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>パスワード（確認）</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>秘密鍵</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>続ける</translation>
    </message>
    <message>
        <source>The private key leaves without protection</source>
        <translation>秘密鍵が保護されないまま出力されます</translation>
    </message>
    <message>
        <source>Whoever gets this copy can act as its owner. Keep it only where that is meant.</source>
        <translation>これを手に入れた人は誰でも鍵の持ち主になりすませます。必要な場所にだけ置いてください。</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>2つのパスワードが一致しません。</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>passed</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>未検証</translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message>
        <source>show bytes ›</source>
        <translation>バイト列を表示 ›</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>検証結果</translation>
    </message>
    <message>
        <source>Enter shows the bytes that prove the finding.</source>
        <translation>Enterで、根拠となるバイト列を表示します。</translation>
    </message>
</context>
<context>
    <name>FindingsTab</name>
    <message>
        <source>Path {number} of {count}: {length} certificates, up to {top}</source>
        <translation>認証パス{number}／{count}：証明書{length}枚、最上位は{top}</translation>
    </message>
    <message>
        <source>pkilint is checking it…</source>
        <translation>pkilintで検査中…</translation>
    </message>
    <message>
        <source>Findings of the whole chain</source>
        <translation>チェーン全体の検証結果</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>認証パス</translation>
    </message>
    <message>
        <source>Lifetimes</source>
        <translation>有効期間</translation>
    </message>
</context>
<context>
    <name>HandingOut</name>
    <message>
        <source>Save as</source>
        <translation>名前を付けて保存</translation>
    </message>
    <message>
        <source>Not done</source>
        <translation>実行できませんでした</translation>
    </message>
</context>
<context>
    <name>InspectorActions</name>
    <message>
        <source>Copy the selected object</source>
        <translation>選択中のオブジェクトをコピー</translation>
    </message>
    <message>
        <source>Save the selected object as…</source>
        <translation>選択中のオブジェクトを名前を付けて保存…</translation>
    </message>
    <message>
        <source>Show the summary</source>
        <translation>概要を表示</translation>
    </message>
    <message>
        <source>Show the findings</source>
        <translation>検証結果を表示</translation>
    </message>
    <message>
        <source>Show which file goes into which box</source>
        <translation>どの欄にどのファイルを入れるかを表示</translation>
    </message>
    <message>
        <source>Show the fields and their bytes</source>
        <translation>フィールドとバイト列を表示</translation>
    </message>
    <message>
        <source>Show the ASN.1</source>
        <translation>ASN.1を表示</translation>
    </message>
    <message>
        <source>Show as PEM or another format</source>
        <translation>PEMなどの形式で表示</translation>
    </message>
    <message>
        <source>Show as openssl prints it</source>
        <translation>opensslの出力形式で表示</translation>
    </message>
    <message>
        <source>Compare with another object</source>
        <translation>別のオブジェクトと比較</translation>
    </message>
</context>
<context>
    <name>InspectorPage</name>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>名前を付けて保存…</translation>
    </message>
    <message>
        <source>Keep in the library</source>
        <translation>ライブラリに保存</translation>
    </message>
    <message>
        <source>Sign this request…</source>
        <translation>この署名要求に署名…</translation>
    </message>
    <message>
        <source>Close the file</source>
        <translation>ファイルを閉じる</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>読み込み直す</translation>
    </message>
    <message>
        <source>Compare with the selected one</source>
        <translation>選択中のものと比較</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>比較…</translation>
    </message>
    <message>
        <source>Trust as an anchor for now</source>
        <translation>一時的にトラストアンカーとして信頼する</translation>
    </message>
    <message>
        <source>Nothing is open</source>
        <translation>何も開いていません</translation>
    </message>
    <message>
        <source>Drop certificates, keys, CSRs, CRLs, OCSP messages or whole folders here, paste them, or open them.</source>
        <translation>証明書、鍵、CSR、CRL、OCSPメッセージ、またはフォルダーごと、ここにドロップするか、貼り付けるか、開いてください。</translation>
    </message>
    <message>
        <source>Open files…</source>
        <translation>ファイルを開く…</translation>
    </message>
    <message>
        <source>Open the demonstration files</source>
        <translation>デモ用ファイルを開く</translation>
    </message>
</context>
<context>
    <name>LifetimeChart</name>
    <message>
        <source>Lifetimes</source>
        <translation>有効期間</translation>
    </message>
    <message>
        <source>{title}: valid from {start} to {end}</source>
        <translation>{title}：{start}から{end}まで有効</translation>
    </message>
</context>
<context>
    <name>Link</name>
    <message>
        <source>issuer missing, signature not checked</source>
        <translation>発行者の証明書なし、署名は未検証</translation>
    </message>
    <message>
        <source>signature {mark}</source>
        <translation>署名 {mark}</translation>
    </message>
    <message>
        <source>✗ issuer name matches, signature does not</source>
        <translation>✗ 発行者名は一致、署名は不一致</translation>
    </message>
    <message>
        <source>signature algorithm not known</source>
        <translation>未対応の署名アルゴリズム</translation>
    </message>
    <message>
        <source>✗ the signature cannot be read</source>
        <translation>✗ 署名を読み取れません</translation>
    </message>
    <message>
        <source>signature not checked</source>
        <translation>署名は未検証</translation>
    </message>
    <message>
        <source>CA {mark}</source>
        <translation>CA {mark}</translation>
    </message>
    <message>
        <source>path length {mark}</source>
        <translation>パス長 {mark}</translation>
    </message>
    <message>
        <source>also shown elsewhere</source>
        <translation>ほかの場所にも表示</translation>
    </message>
</context>
<context>
    <name>ObjectList</name>
    <message>
        <source>What is open</source>
        <translation>開いているもの</translation>
    </message>
    <message>
        <source>Certificate chains and other objects</source>
        <translation>証明書チェーンとその他のオブジェクト</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>Show only rows that contain this text</source>
        <translation>この文字列を含む行だけを表示</translation>
    </message>
    <message>
        <source>Certificate chain</source>
        <translation>証明書チェーン</translation>
    </message>
    <message>
        <source>Also open</source>
        <translation>その他のファイル</translation>
    </message>
    <message>
        <source>Could not be opened</source>
        <translation>開けなかったファイル</translation>
    </message>
    <message>
        <source>%n more</source>
        <translation>ほか%n件</translation>
    </message>
    <message>
        <source>{place} (+{more})</source>
        <translation>{place}（{more}）</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>This issuer’s certificate is not here</source>
        <translation>この発行者の証明書がありません</translation>
    </message>
    <message>
        <source>%n revoked</source>
        <translation>失効%n件</translation>
    </message>
    <message>
        <source>of {issuer}</source>
        <translation>{issuer}</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>ロック中</translation>
    </message>
    <message>
        <source>private key</source>
        <translation>秘密鍵</translation>
    </message>
    <message>
        <source>public key</source>
        <translation>公開鍵</translation>
    </message>
    <message>
        <source>delta CRL</source>
        <translation>デルタCRL</translation>
    </message>
    <message>
        <source>OCSP request</source>
        <translation>OCSP要求</translation>
    </message>
    <message>
        <source>OCSP response</source>
        <translation>OCSP応答</translation>
    </message>
    <message>
        <source>secret key</source>
        <translation>共通鍵</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>パラメーター</translation>
    </message>
    <message>
        <source>certificate</source>
        <translation>証明書</translation>
    </message>
    <message>
        <source>key of {name}</source>
        <translation>{name}の鍵</translation>
    </message>
    <message>
        <source>key of the CSR of {name}</source>
        <translation>{name}のCSRの鍵</translation>
    </message>
    <message>
        <source>became the certificate {name}</source>
        <translation>証明書{name}の元</translation>
    </message>
    <message>
        <source>about {name}</source>
        <translation>{name}について</translation>
    </message>
    <message>
        <source>pasted</source>
        <translation>貼り付け</translation>
    </message>
    <message>
        <source>operating system</source>
        <translation>OS</translation>
    </message>
    <message>
        <source>the open files’ roots</source>
        <translation>開いているファイルのルート証明書</translation>
    </message>
</context>
<context>
    <name>Summary</name>
    <message>
        <source>locked</source>
        <translation>ロック中</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>ロック中</translation>
    </message>
    <message>
        <source>What was tried, and why each refused</source>
        <translation>試した形式と、読めなかった理由</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>証明書</translation>
    </message>
    <message>
        <source>Fingerprints</source>
        <translation>フィンガープリント（拇印）</translation>
    </message>
    <message>
        <source>Certificate signing request</source>
        <translation>証明書署名要求（CSR）</translation>
    </message>
    <message>
        <source>Certificate revocation list</source>
        <translation>証明書失効リスト（CRL）</translation>
    </message>
    <message>
        <source>OCSP response</source>
        <translation>OCSP応答</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>鍵</translation>
    </message>
    <message>
        <source>%n bytes</source>
        <translation>%nバイト</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>読み取り不可</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>サブジェクト</translation>
    </message>
    <message>
        <source>and %n more</source>
        <translation>ほか%n件</translation>
    </message>
    <message>
        <source>Alternative names</source>
        <translation>サブジェクト代替名（SAN）</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>発行者</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>有効期間</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>シリアル番号</translation>
    </message>
    <message>
        <source>Signature algorithm</source>
        <translation>署名アルゴリズム</translation>
    </message>
    <message>
        <source>not valid yet; days until then: %n</source>
        <translation>まだ有効ではありません（開始まで%n日）</translation>
    </message>
    <message>
        <source>expired; days since then: %n</source>
        <translation>期限切れ（%n日経過）</translation>
    </message>
    <message>
        <source>days left: %n</source>
        <translation>残り%n日</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>設定する場所</translation>
    </message>
    <message>
        <source>Public key</source>
        <translation>公開鍵</translation>
    </message>
    <message>
        <source>Public key (SPKI) pin</source>
        <translation>公開鍵（SPKI）ピン</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>署名</translation>
    </message>
    <message>
        <source>This update</source>
        <translation>今回の更新</translation>
    </message>
    <message>
        <source>Next update</source>
        <translation>次回の更新</translation>
    </message>
    <message>
        <source>CRL number</source>
        <translation>CRL番号</translation>
    </message>
    <message>
        <source>Revoked certificates</source>
        <translation>失効した証明書</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>認証レベル</translation>
    </message>
    <message>
        <source>Can also be</source>
        <translation>ほかの用途</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>備考</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Also called</source>
        <translation>別名</translation>
    </message>
    <message>
        <source>For</source>
        <translation>目的</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>一般的な発行者</translation>
    </message>
    <message>
        <source>What belongs to it</source>
        <translation>関連するもの</translation>
    </message>
    <message>
        <source>pasted</source>
        <translation>貼り付け</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Wrapped in</source>
        <translation>格納形式</translation>
    </message>
    <message>
        <source>Name there</source>
        <translation>格納時の名前</translation>
    </message>
    <message>
        <source>Where it is from</source>
        <translation>入手元</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
</context>
<context>
    <name>SummaryTab</name>
    <message>
        <source>Copy {what}</source>
        <translation>{what}をコピー</translation>
    </message>
</context>
<context>
    <name>TimeDialog</name>
    <message>
        <source>Time</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Check as of (UTC):</source>
        <translation>検証日時（UTC）：</translation>
    </message>
</context>
</TS>
