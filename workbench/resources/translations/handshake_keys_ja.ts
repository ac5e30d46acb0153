<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>HandshakeKeys</name>
    <message>
        <source>private key</source>
        <translation>秘密鍵</translation>
    </message>
    <message>
        <source>public key</source>
        <translation>公開鍵</translation>
    </message>
    <message>
        <source>random</source>
        <translation>乱数</translation>
    </message>
    <message>
        <source>shared key</source>
        <translation>共有鍵</translation>
    </message>
    <message>
        <source>pre-shared key</source>
        <translation>事前共有鍵</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>シークレット</translation>
    </message>
    <message>
        <source>traffic secret</source>
        <translation>通信シークレット</translation>
    </message>
    <message>
        <source>encryption key</source>
        <translation>暗号鍵</translation>
    </message>
    <message>
        <source>nonce</source>
        <translation>ノンス</translation>
    </message>
    <message>
        <source>MAC key</source>
        <translation>MAC鍵</translation>
    </message>
    <message>
        <source>hash</source>
        <translation>ハッシュ</translation>
    </message>
    <message>
        <source>MAC</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>signature</source>
        <translation>署名</translation>
    </message>
    <message>
        <source>what is signed</source>
        <translation>署名の対象</translation>
    </message>
    <message>
        <source>encrypted</source>
        <translation>暗号化済み</translation>
    </message>
    <message>
        <source>ticket</source>
        <translation>チケット</translation>
    </message>
    <message>
        <source>session</source>
        <translation>セッション</translation>
    </message>
    <message>
        <source>at random</source>
        <translation>乱数で生成</translation>
    </message>
    <message>
        <source>KEM ciphertext, public half</source>
        <translation>KEMの暗号文と公開鍵</translation>
    </message>
    <message>
        <source>public half</source>
        <translation>秘密鍵から計算</translation>
    </message>
    <message>
        <source>the shared key itself</source>
        <translation>共有鍵そのもの</translation>
    </message>
    <message>
        <source>out of the ticket</source>
        <translation>チケットから取り出す</translation>
    </message>
    <message>
        <source>what the server forgets</source>
        <translation>サーバーが忘れる内容</translation>
    </message>
    <message>
        <source>chosen by the server</source>
        <translation>サーバーが選ぶ</translation>
    </message>
    <message>
        <source>sealed by the server</source>
        <translation>サーバーが封をしたもの</translation>
    </message>
    <message>
        <source>RSA decryption with the server’s private key</source>
        <translation>サーバーの秘密鍵でRSA復号</translation>
    </message>
    <message>
        <source>RSA encryption for the server’s public key</source>
        <translation>サーバーの公開鍵でRSA暗号化</translation>
    </message>
    <message>
        <source>kept under the session ID</source>
        <translation>セッションIDで保存</translation>
    </message>
    <message>
        <source>kept from the earlier connection</source>
        <translation>前の接続から引き継ぎ</translation>
    </message>
    <message>
        <source>C</source>
        <translation>ク</translation>
    </message>
    <message>
        <source>S</source>
        <translation>サ</translation>
    </message>
    <message>
        <source>CA</source>
        <translation>認</translation>
    </message>
    <message>
        <source>A</source>
        <translation>攻</translation>
    </message>
    <message>
        <source>E</source>
        <translation>盗</translation>
    </message>
    <message>
        <source>N</source>
        <translation>名</translation>
    </message>
    <message>
        <source>Each side mixes its own private key with the other’s public key, and both get the same shared key. Only public values crossed the wire.</source>
        <translation>それぞれが自分の秘密鍵と相手の公開鍵を組み合わせ、両者が同じ共有鍵を得ます。通信路を流れたのは公開される値だけです。</translation>
    </message>
    <message>
        <source>Only one side came to the shared key here: it takes a private key, and no private key crosses the wire.</source>
        <translation>共有鍵を得たのは片側だけです。計算には秘密鍵が必要で、秘密鍵は通信路を流れません。</translation>
    </message>
    <message>
        <source>One side’s keys alone: there is no shared key without the other side’s public key.</source>
        <translation>片側の鍵だけです。相手の公開鍵がなければ共有鍵はできません。</translation>
    </message>
    <message>
        <source>The client makes up the pre-master secret and sends it encrypted for the server’s public key: whoever has the server’s private key can open it, even years later.</source>
        <translation>クライアントがプリマスターシークレットを作り、サーバーの公開鍵で暗号化して送ります。サーバーの秘密鍵を手に入れた人は、何年後でも復号できます。</translation>
    </message>
    <message>
        <source>No new key exchange: both sides still have the secret of an earlier connection and derive new keys from it.</source>
        <translation>新しい鍵交換はありません。両者が前の接続のシークレットを持っており、そこから新しい鍵を導出します。</translation>
    </message>
    <message>
        <source>Key pairs: a public key is made from its private key, which stays with its owner.</source>
        <translation>鍵ペアです。公開鍵は秘密鍵から作られ、秘密鍵は持ち主の手元に残ります。</translation>
    </message>
    <message>
        <source>not there yet</source>
        <translation>まだありません</translation>
    </message>
    <message>
        <source>comes to be now</source>
        <translation>いま生まれます</translation>
    </message>
    <message>
        <source>there</source>
        <translation>あります</translation>
    </message>
    <message>
        <source>destroyed</source>
        <translation>破棄されました</translation>
    </message>
    <message>
        <source>known to {who}</source>
        <translation>知る者：{who}</translation>
    </message>
    <message>
        <source>goes into {names}</source>
        <translation>次に使われます：{names}</translation>
    </message>
    <message>
        <source>made from {names}</source>
        <translation>{names}から作成</translation>
    </message>
    <message>
        <source>made in step {number}</source>
        <translation>手順{number}で作成</translation>
    </message>
    <message>
        <source>{who} destroys it in step {number}</source>
        <translation>手順{number}で{who}が破棄</translation>
    </message>
    <message>
        <source>connection {number}</source>
        <translation>接続{number}から</translation>
    </message>
</context>
<context>
    <name>KeysCanvas</name>
    <message>
        <source>Key schedule</source>
        <translation>鍵の導出</translation>
    </message>
</context>
<context>
    <name>KeysView</name>
    <message>
        <source>Hide the secrets</source>
        <translation>秘密の値を隠す</translation>
    </message>
    <message>
        <source>Show the secrets</source>
        <translation>秘密の値を表示</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Intermediate values</source>
        <translation>途中の値</translation>
    </message>
    <message>
        <source>Hashes, nonces, MACs and signatures too</source>
        <translation>ハッシュ、ノンス、MAC、署名も表示します</translation>
    </message>
    <message>
        <source>No keys were made here.</source>
        <translation>ここでは鍵は作られませんでした。</translation>
    </message>
</context>
<context>
    <name>_Legend</name>
    <message>
        <source>The letters on the cards: {who}</source>
        <translation>カードの文字：{who}</translation>
    </message>
    <message>
        <source>outlined: new · faint: not yet · struck through: destroyed</source>
        <translation>枠付き：いま生成・薄い：まだない・取り消し線：破棄済み</translation>
    </message>
</context>
</TS>
