<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>CrlPanel</name>
    <message>
        <source>complete</source>
        <translation>完全</translation>
    </message>
    <message>
        <source>delta to {number}</source>
        <translation>デルタ（基準{number}）</translation>
    </message>
    <message>
        <source>Revoked certificates of this CA: {count}.</source>
        <translation>この認証局の失効した証明書：{count}件。</translation>
    </message>
    <message>
        <source>There is no CRL yet: nobody can learn it from one.</source>
        <translation>CRLはまだありません。失効をCRLで知ることは、まだ誰にもできません。</translation>
    </message>
    <message>
        <source>Only the newest {0} are listed.</source>
        <translation>新しいものから{0}件だけを表示しています。</translation>
    </message>
    <message>
        <source>complete CRL</source>
        <translation>完全なCRL</translation>
    </message>
    <message>
        <source>delta CRL to number {number}</source>
        <translation>番号{number}を基準とするデルタCRL</translation>
    </message>
    <message>
        <source>The private key of this CA is not here, so no CRL can be made.</source>
        <translation>この認証局の秘密鍵がここにないため、CRLを作成できません。</translation>
    </message>
    <message>
        <source>It lists only what changed since the complete one. Not every program reads deltas.</source>
        <translation>完全なCRL以降の変更だけを載せます。デルタCRLを読まないソフトウェアもあります。</translation>
    </message>
    <message>
        <source>It lists all that is revoked. Programs want a newer one before it runs out.</source>
        <translation>失効した証明書をすべて載せます。期限が切れる前に新しいCRLが必要です。</translation>
    </message>
    <message>
        <source>CRLs of “{name}”</source>
        <translation>「{name}」のCRL</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Made (UTC)</source>
        <translation>作成日時（UTC）</translation>
    </message>
    <message>
        <source>Next by (UTC)</source>
        <translation>次回更新期限（UTC）</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>内容を調べる</translation>
    </message>
    <message>
        <source>Save as a file…</source>
        <translation>ファイルに保存…</translation>
    </message>
    <message>
        <source>Make a</source>
        <translation>作成するもの</translation>
    </message>
    <message>
        <source>days until the next:</source>
        <translation>次回更新までの日数：</translation>
    </message>
    <message>
        <source>Kind of the CRL</source>
        <translation>CRLの種類</translation>
    </message>
    <message>
        <source>Days until the next CRL</source>
        <translation>次のCRLまでの日数</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>CrlSaving</name>
    <message>
        <source>Save the CRL</source>
        <translation>CRLの保存</translation>
    </message>
    <message>
        <source>DER (*.crl);;PEM (*.pem)</source>
        <translation>DER (*.crl);;PEM (*.pem)</translation>
    </message>
</context>
<context>
    <name>RenewPanel</name>
    <message>
        <source>Renew “{name}”</source>
        <translation>「{name}」の更新</translation>
    </message>
    <message>
        <source>Its private key is not here: it was issued for a request. The same request can be signed again, for as long as before: whoever has the key only exchanges the certificate.</source>
        <translation>秘密鍵はここになく、署名要求（CSR）から発行した証明書です。同じ署名要求に、前回と同じ長さの有効期間でもう一度署名できます。鍵の持ち主は証明書を入れ替えるだけで済みます。</translation>
    </message>
    <message>
        <source>Sign the same request again</source>
        <translation>同じ署名要求に署名する</translation>
    </message>
    <message>
        <source>Make a new key here…</source>
        <translation>ここで新しい鍵を作成…</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>ResponderBar</name>
    <message>
        <source>The OCSP responder listens on {address}.</source>
        <translation>OCSPレスポンダーが{address}で待ち受けています。</translation>
    </message>
    <message>
        <source>Requests so far: {count}.</source>
        <translation>これまでの要求：{count}件。</translation>
    </message>
    <message>
        <source>The keys are locked: it answers tryLater.</source>
        <translation>鍵がロックされているため、tryLaterと答えます。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>ResponderPanel</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>The private keys are locked: who asks is told to try later (tryLater).</source>
        <translation>秘密鍵がロックされているため、問い合わせには「後で再試行」（tryLater）と答えます。</translation>
    </message>
    <message>
        <source>OCSP responder</source>
        <translation>OCSPレスポンダー</translation>
    </message>
    <message>
        <source>It tells programs on this computer how certificates of this workspace stand, and hands out CRLs and CA certificates. It listens on 127.0.0.1 only, from when you start it until you stop it, choose another workspace or close the program.</source>
        <translation>このワークスペースの証明書の失効状態を、このコンピューター上のソフトウェアに答え、CRLと認証局の証明書も渡します。待ち受けるのは127.0.0.1だけで、開始してから、停止するか、別のワークスペースを選ぶか、プログラムを終了するまで動作します。</translation>
    </message>
    <message>
        <source>These URLs belong into certificates that this CA issues. They hold as long as you choose the same port.</source>
        <translation>この認証局が発行する証明書に入れるURLです。次回も同じポートを選べば、そのまま使えます。</translation>
    </message>
    <message>
        <source>Port (0: any free one):</source>
        <translation>ポート（0：空いているもの）：</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>ポート</translation>
    </message>
    <message>
        <source>OCSP</source>
        <translation>OCSP</translation>
    </message>
    <message>
        <source>CA certificate</source>
        <translation>認証局の証明書</translation>
    </message>
    <message>
        <source>CRL</source>
        <translation>CRL</translation>
    </message>
    <message>
        <source>Delta CRL</source>
        <translation>デルタCRL</translation>
    </message>
    <message>
        <source>Copy the URL: {what}</source>
        <translation>URLをコピー：{what}</translation>
    </message>
    <message>
        <source>Time (UTC)</source>
        <translation>時刻（UTC）</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>証明書</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>What was asked</source>
        <translation>受けた要求</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>ResponsePanel</name>
    <message>
        <source>Save the OCSP response</source>
        <translation>OCSP応答の保存</translation>
    </message>
    <message>
        <source>An OCSP response about “{name}”</source>
        <translation>「{name}」のOCSP応答</translation>
    </message>
    <message>
        <source>Signed by the CA, it says how the certificate stands now. A server staples it to its handshake, and needs a newer one before it runs out.</source>
        <translation>認証局が署名した、現在の失効状態の証明です。サーバーがハンドシェイクに添付（ステープリング）します。期限が切れる前に新しいものが必要です。</translation>
    </message>
    <message>
        <source>Days that it holds:</source>
        <translation>有効日数：</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>RevokePanel</name>
    <message>
        <source>Revoke “{name}” for good?</source>
        <translation>「{name}」の失効を確定しますか？</translation>
    </message>
    <message>
        <source>Revoke “{name}”?</source>
        <translation>「{name}」を失効させますか？</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Since when?</source>
        <translation>失効日時</translation>
    </message>
    <message>
        <source>{reason} ({name})</source>
        <translation>{reason}（{name}）</translation>
    </message>
    <message>
        <source>From now on</source>
        <translation>現在</translation>
    </message>
    <message>
        <source>Since an earlier time (UTC)</source>
        <translation>過去の日時を指定（UTC）</translation>
    </message>
    <message>
        <source>Date and time, UTC</source>
        <translation>日時（UTC）</translation>
    </message>
    <message>
        <source>Make a new CRL at once; days until the next one:</source>
        <translation>新しいCRLもすぐに作成する。次回更新までの日数：</translation>
    </message>
    <message>
        <source>Days until the next CRL</source>
        <translation>次のCRLまでの日数</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>失効させる</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>キャンセル</translation>
    </message>
</context>
</TS>
