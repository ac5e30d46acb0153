<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>CompareCanvas</name>
    <message>
        <source>Two sequence diagrams side by side</source>
        <translation>左右に並べた2つのシーケンス図</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Playing the other handshake…</source>
        <translation>もう一方のハンドシェイクを実行しています…</translation>
    </message>
    <message>
        <source>TLS 1.2 / 1.3</source>
        <translation>TLS 1.2／1.3</translation>
    </message>
    <message>
        <source>Full / resumed</source>
        <translation>フル／再開</translation>
    </message>
    <message>
        <source>Good / failing</source>
        <translation>成功／失敗</translation>
    </message>
    <message>
        <source>Now / before the change</source>
        <translation>現在／変更前</translation>
    </message>
    <message>
        <source>{title}, before the change</source>
        <translation>{title}（変更前）</translation>
    </message>
    <message>
        <source>Comparison of two handshakes</source>
        <translation>2つのハンドシェイクの比較</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>段階</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Every computation</source>
        <translation>すべての計算</translation>
    </message>
    <message>
        <source>Diagrams</source>
        <translation>図</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>項目</translation>
    </message>
</context>
<context>
    <name>CountsModel</name>
    <message>
        <source>Counted</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差</translation>
    </message>
    <message>
        <source>Right minus left</source>
        <translation>右から左を引いた値</translation>
    </message>
</context>
<context>
    <name>CountsTable</name>
    <message>
        <source>What was counted, side by side</source>
        <translation>数えた項目の比較</translation>
    </message>
    <message>
        <source>Computing: measured on this machine.</source>
        <translation>計算時間：このマシンでの実測値。</translation>
    </message>
    <message>
        <source>Line: a round trip of {trip} ms, simulated. Computing: measured here.</source>
        <translation>回線：往復{trip} msのシミュレーション。計算時間：実測値。</translation>
    </message>
</context>
<context>
    <name>PairPanel</name>
    <message>
        <source>Row by row</source>
        <translation>行ごとの違い</translation>
    </message>
    <message>
        <source>Choose a row, or play: what differs in it stands here.</source>
        <translation>行を選ぶか再生すると、その行の違いがここに表示されます。</translation>
    </message>
    <message>
        <source>What differs in the chosen row</source>
        <translation>選んだ行の違い</translation>
    </message>
    <message>
        <source>Previous difference (Page Up)</source>
        <translation>前の違い（Page Up）</translation>
    </message>
    <message>
        <source>Next difference (Page Down)</source>
        <translation>次の違い（Page Down）</translation>
    </message>
</context>
<context>
    <name>SideHead</name>
    <message>
        <source>All connections</source>
        <translation>すべての接続</translation>
    </message>
    <message>
        <source>Choose a handshake…</source>
        <translation>ハンドシェイクを選ぶ…</translation>
    </message>
    <message>
        <source>Compare with another handshake</source>
        <translation>別のハンドシェイクと比較する</translation>
    </message>
</context>
</TS>
