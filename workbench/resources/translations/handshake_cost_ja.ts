<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>CostView</name>
    <message>
        <source>Measure again</source>
        <translation>もう一度測る</translation>
    </message>
    <message>
        <source>Measure on this machine</source>
        <translation>このマシンで測る</translation>
    </message>
    <message>
        <source>Why is there a session key at all?</source>
        <translation>そもそも、なぜセッション鍵が要るのですか？</translation>
    </message>
    <message>
        <source>Public keys could encrypt everything, if one had the time. Measured here with the library that this program uses; it takes about a quarter of a minute, most of it for RSA keys.</source>
        <translation>時間さえかければ、公開鍵だけですべてを暗号化することもできます。このプログラムが使うライブラリで実際に測ります。15秒ほどかかり、そのほとんどはRSA鍵の生成です。</translation>
    </message>
    <message>
        <source>Decrypting 1 MiB takes {fast} with a session key, {slow} with an RSA private key: {times} times as long.</source>
        <translation>1MiBの復号にかかる時間は、セッション鍵なら{fast}、RSAの秘密鍵なら{slow}です（約{times}倍）。</translation>
    </message>
    <message>
        <source>So public keys only help to agree on a session key, and {aead} does the rest. RSA encrypts piece by piece, each a little shorter than its key. What is longer by one step on the scale takes ten times as long or more.</source>
        <translation>そのため公開鍵暗号はセッション鍵を取り決めるときにだけ使い、残りは{aead}などの共通鍵暗号に任せます。RSAで一度に暗号化できるのは鍵長より少し短いデータだけなので、何回にも分けて処理します。目盛りは対数で、右の目盛りほど桁が大きくなります。</translation>
    </message>
    <message>
        <source>1 MiB of data</source>
        <translation>1MiBのデータ</translation>
    </message>
    <message>
        <source>One operation with a key pair</source>
        <translation>鍵ペアを使う処理1回</translation>
    </message>
    <message>
        <source>Most of the time goes to “{step}” ({seconds}), most of the bytes to {message} ({bytes}).</source>
        <translation>最も時間がかかったのは「{step}」（{seconds}）、最も大きいのは{message}（{bytes}）です。</translation>
    </message>
    <message>
        <source>Nothing was computed or sent in this handshake that could be counted.</source>
        <translation>このハンドシェイクには、数えられる計算も送信もありませんでした。</translation>
    </message>
    <message>
        <source>Measured while this handshake ran. A single run: it varies. A click goes to the step.</source>
        <translation>このハンドシェイクを実行したときの実測値です。1回だけの測定なので、ばらつきがあります。クリックするとその手順へ移動します。</translation>
    </message>
    <message>
        <source>Computing time, step by step</source>
        <translation>計算時間（手順ごと）</translation>
    </message>
    <message>
        <source>Bytes on the wire, message by message</source>
        <translation>送ったバイト数（メッセージごと）</translation>
    </message>
    <message>
        <source>What has to travel: keys, signatures, certificates, key shares</source>
        <translation>通信路を流れるものの大きさ：鍵、署名、証明書、鍵共有</translation>
    </message>
    <message>
        <source>Signatures and keys that withstand quantum computers (ML-DSA, ML-KEM) are much longer. A handshake carries one signature and key for each certificate of the chain, and one of its own.</source>
        <translation>量子コンピューターに耐える署名や鍵（ML-DSA、ML-KEM）は、ずっと大きくなります。ハンドシェイクでは、チェーンの証明書1枚ごとに署名と公開鍵が1つずつ、さらにハンドシェイク自体の署名が1つ流れます。</translation>
    </message>
    <message>
        <source>Bytes of each</source>
        <translation>それぞれのバイト数</translation>
    </message>
    <message>
        <source>Round trip: {milliseconds} ms</source>
        <translation>往復時間：{milliseconds} ms</translation>
    </message>
    <message>
        <source>This handshake, connection {number}</source>
        <translation>このハンドシェイク・接続{number}</translation>
    </message>
    <message>
        <source>How long until the first data may leave?</source>
        <translation>最初のデータを送れるまで、どれだけ待ちますか？</translation>
    </message>
    <message>
        <source>Far away the round trips decide, not the computing: TLS 1.3 saves one against TLS 1.2, and 0-RTT the last one. TCP&apos;s own handshake is counted, the lookup of the name is not.</source>
        <translation>サーバーが遠いと、待ち時間は計算ではなく往復回数で決まります。TLS 1.3はTLS 1.2より1往復少なく、0-RTTならTLSの往復はありません。TCPのハンドシェイクは含み、名前解決は含みません。</translation>
    </message>
    <message>
        <source>session key</source>
        <translation>セッション鍵</translation>
    </message>
    <message>
        <source>public key</source>
        <translation>公開鍵</translation>
    </message>
    <message>
        <source>private key</source>
        <translation>秘密鍵</translation>
    </message>
    <message>
        <source>sign</source>
        <translation>署名</translation>
    </message>
    <message>
        <source>verify</source>
        <translation>検証</translation>
    </message>
    <message>
        <source>client makes its share</source>
        <translation>クライアントが鍵共有を作る</translation>
    </message>
    <message>
        <source>server makes share and secret</source>
        <translation>サーバーが鍵共有と共有秘密を作る</translation>
    </message>
    <message>
        <source>client computes the secret</source>
        <translation>クライアントが共有秘密を計算する</translation>
    </message>
    <message>
        <source>signature</source>
        <translation>署名</translation>
    </message>
    <message>
        <source>certificate</source>
        <translation>証明書</translation>
    </message>
    <message>
        <source>client&apos;s share</source>
        <translation>クライアントの鍵共有</translation>
    </message>
    <message>
        <source>server&apos;s share</source>
        <translation>サーバーの鍵共有</translation>
    </message>
    <message>
        <source>TCP round trips</source>
        <translation>TCPの往復</translation>
    </message>
    <message>
        <source>TLS round trips</source>
        <translation>TLSの往復</translation>
    </message>
    <message>
        <source>computing of both sides</source>
        <translation>双方の計算</translation>
    </message>
    <message>
        <source>Why a session key</source>
        <translation>なぜセッション鍵？</translation>
    </message>
    <message>
        <source>This handshake</source>
        <translation>このハンドシェイク</translation>
    </message>
    <message>
        <source>Keys and signatures</source>
        <translation>鍵と署名</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距離</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>How far the measuring is</source>
        <translation>測定の進み具合</translation>
    </message>
    <message>
        <source>Round-trip time of the network</source>
        <translation>ネットワークの往復時間</translation>
    </message>
</context>
</TS>
