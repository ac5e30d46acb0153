<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>ChangeLine</name>
    <message>
        <source>{count} of {total} steps changed</source>
        <translation>{total}手順中{count}手順が変化</translation>
    </message>
    <message>
        <source>nothing in this handshake depends on it</source>
        <translation>このハンドシェイクには影響しません</translation>
    </message>
    <message>
        <source>{count} gone</source>
        <translation>{count}手順が消滅</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>変化した点</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>次へ</translation>
    </message>
    <message>
        <source>Go to the next step that changed</source>
        <translation>次に変化した手順へ移動します</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Compare with the handshake as it was before</source>
        <translation>変更前のハンドシェイクと比較します</translation>
    </message>
    <message>
        <source>Do not mark what changed any more</source>
        <translation>変化の表示を消します</translation>
    </message>
</context>
<context>
    <name>DiagramView</name>
    <message>
        <source>Sequence diagram</source>
        <translation>シーケンス図</translation>
    </message>
</context>
<context>
    <name>HandshakeActions</name>
    <message>
        <source>Play or pause the handshake</source>
        <translation>ハンドシェイクの再生と一時停止</translation>
    </message>
    <message>
        <source>Previous step of the handshake</source>
        <translation>ハンドシェイクの前の手順</translation>
    </message>
    <message>
        <source>Next step of the handshake</source>
        <translation>ハンドシェイクの次の手順</translation>
    </message>
    <message>
        <source>First step of the handshake</source>
        <translation>ハンドシェイクの最初</translation>
    </message>
    <message>
        <source>Last step of the handshake</source>
        <translation>ハンドシェイクの最後</translation>
    </message>
    <message>
        <source>Previous stage of the handshake</source>
        <translation>ハンドシェイクの前の段階</translation>
    </message>
    <message>
        <source>Next stage of the handshake</source>
        <translation>ハンドシェイクの次の段階</translation>
    </message>
    <message>
        <source>Larger diagram</source>
        <translation>図を拡大</translation>
    </message>
    <message>
        <source>Smaller diagram</source>
        <translation>図を縮小</translation>
    </message>
    <message>
        <source>Diagram at its normal size</source>
        <translation>図を通常の大きさに戻す</translation>
    </message>
    <message>
        <source>The whole diagram at once</source>
        <translation>図の全体を表示</translation>
    </message>
    <message>
        <source>Play the handshake again and again</source>
        <translation>ハンドシェイクを繰り返し再生</translation>
    </message>
    <message>
        <source>Play more slowly</source>
        <translation>ゆっくり再生</translation>
    </message>
    <message>
        <source>Play faster</source>
        <translation>速く再生</translation>
    </message>
    <message>
        <source>Go to a step or a stage of the handshake</source>
        <translation>ハンドシェイクの手順や段階へ移動</translation>
    </message>
    <message>
        <source>Next problem of the handshake</source>
        <translation>ハンドシェイクの次の問題</translation>
    </message>
    <message>
        <source>Show the handshake in stages</source>
        <translation>ハンドシェイクを段階で表示</translation>
    </message>
    <message>
        <source>Show the messages of the handshake</source>
        <translation>ハンドシェイクのメッセージを表示</translation>
    </message>
    <message>
        <source>Show every computation of the handshake</source>
        <translation>ハンドシェイクのすべての計算を表示</translation>
    </message>
</context>
<context>
    <name>HandshakePage</name>
    <message>
        <source>Running the handshake…</source>
        <translation>ハンドシェイクを実行中…</translation>
    </message>
    <message>
        <source>The handshake</source>
        <translation>ハンドシェイク</translation>
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
        <source>Stages</source>
        <translation>段階</translation>
    </message>
</context>
<context>
    <name>HandshakeViews</name>
    <message>
        <source>Diagram</source>
        <translation>図</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Key schedule</source>
        <translation>鍵の導出</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>コスト</translation>
    </message>
</context>
<context>
    <name>JumpMenu</name>
    <message>
        <source>Number of the step</source>
        <translation>手順の番号</translation>
    </message>
    <message>
        <source>Go to step</source>
        <translation>手順へ移動</translation>
    </message>
    <message>
        <source>of {count}</source>
        <translation>/ {count}</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>次の問題</translation>
    </message>
</context>
<context>
    <name>KnowledgeModel</name>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>known</source>
        <translation>知っている</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>知らない</translation>
    </message>
    <message>
        <source>destroyed</source>
        <translation>破棄済み</translation>
    </message>
    <message>
        <source>known to nobody any more</source>
        <translation>もう誰も知らない</translation>
    </message>
</context>
<context>
    <name>KnowledgeTable</name>
    <message>
        <source>Who knows what</source>
        <translation>誰が何を知っているか</translation>
    </message>
    <message>
        <source>Enter: where the value comes from</source>
        <translation>Enter：この値が生まれた手順へ</translation>
    </message>
    <message>
        <source>Nobody knows anything yet that others do not.</source>
        <translation>まだ誰かだけが知っている値はありません。</translation>
    </message>
</context>
<context>
    <name>NameRow</name>
    <message>
        <source>{parameter}, changed</source>
        <translation>{parameter}、変更あり</translation>
    </message>
    <message>
        <source>In the scenario: {value}</source>
        <translation>シナリオでは：{value}</translation>
    </message>
</context>
<context>
    <name>ParameterPanel</name>
    <message>
        <source>{count} changed</source>
        <translation>変更{count}件</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメーター</translation>
    </message>
    <message>
        <source>Parameters of the handshake</source>
        <translation>ハンドシェイクのパラメーター</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>All as in the scenario</source>
        <translation>すべてシナリオのままに戻します</translation>
    </message>
    <message>
        <source>All parameters as in the scenario</source>
        <translation>すべてのパラメーターをシナリオのままに戻す</translation>
    </message>
</context>
<context>
    <name>ParameterRow</name>
    <message>
        <source>{parameter}: {value}</source>
        <translation>{parameter}：{value}</translation>
    </message>
    <message>
        <source>{parameter}, changed</source>
        <translation>{parameter}、変更あり</translation>
    </message>
    <message>
        <source>{choice} ({value})</source>
        <translation>{choice}（{value}）</translation>
    </message>
    <message>
        <source>as in the scenario</source>
        <translation>シナリオのまま</translation>
    </message>
    <message>
        <source>In the scenario: {value}</source>
        <translation>シナリオでは：{value}</translation>
    </message>
</context>
<context>
    <name>ScenarioList</name>
    <message>
        <source>Scenarios</source>
        <translation>シナリオ</translation>
    </message>
    <message>
        <source>Handshakes to choose from</source>
        <translation>選べるハンドシェイク</translation>
    </message>
    <message>
        <source>Find a handshake</source>
        <translation>ハンドシェイクを検索</translation>
    </message>
    <message>
        <source>No handshake has these words.</source>
        <translation>該当するハンドシェイクはありません。</translation>
    </message>
</context>
<context>
    <name>StepDetail</name>
    <message>
        <source>How it came out</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Press play, or choose a step: its fields, bytes and values are shown here.</source>
        <translation>再生するか、手順を選んでください。その手順のフィールド、バイト列、値をここに表示します。</translation>
    </message>
    <message>
        <source>Step {number}</source>
        <translation>手順{number}</translation>
    </message>
    <message>
        <source>Steps {first} to {last}</source>
        <translation>手順{first}～{last}</translation>
    </message>
    <message>
        <source>For engineers</source>
        <translation>エンジニア向けの説明</translation>
    </message>
    <message>
        <source>In plain words</source>
        <translation>やさしい説明</translation>
    </message>
    <message>
        <source>The step in detail</source>
        <translation>手順の詳細</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>フィールド</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>レコード</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>検証結果</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>No TLS record carried this step.</source>
        <translation>この手順を運んだTLSレコードはありません。</translation>
    </message>
</context>
<context>
    <name>StepExplanation</name>
    <message>
        <source>Who knows what</source>
        <translation>誰が何を知っているか</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>よくある疑問</translation>
    </message>
    <message>
        <source>Origin of the key</source>
        <translation>この鍵の由来</translation>
    </message>
</context>
<context>
    <name>StepFields</name>
    <message>
        <source>Which bytes</source>
        <translation>表示するバイト列</translation>
    </message>
    <message>
        <source>No bytes belong to this step alone.</source>
        <translation>この手順だけに属するバイト列はありません。</translation>
    </message>
</context>
<context>
    <name>StepTable</name>
    <message>
        <source>{found} of {all}</source>
        <translation>{all}件中{found}件</translation>
    </message>
    <message>
        <source>Search the steps</source>
        <translation>手順を検索</translation>
    </message>
    <message>
        <source>Steps of the handshake</source>
        <translation>ハンドシェイクの手順</translation>
    </message>
    <message>
        <source>No step has all of these words in it.</source>
        <translation>これらの語をすべて含む手順はありません。</translation>
    </message>
</context>
<context>
    <name>StepTableModel</name>
    <message>
        <source>Step</source>
        <translation>手順</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>誰が</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>About it</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>バイト数</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Protected by</source>
        <translation>保護</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>再生</translation>
    </message>
    <message>
        <source>Previous step</source>
        <translation>前の手順</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>次の手順</translation>
    </message>
    <message>
        <source>Play again from the beginning when it is over</source>
        <translation>終わったら最初から繰り返す</translation>
    </message>
    <message>
        <source>Go to a step or a stage</source>
        <translation>手順や段階へ移動</translation>
    </message>
    <message>
        <source>Place in the handshake, in steps</source>
        <translation>ハンドシェイクの中の位置（手順）</translation>
    </message>
    <message>
        <source>Speed: {times} times</source>
        <translation>速さ：{times}倍</translation>
    </message>
    <message>
        <source>How fast it plays</source>
        <translation>再生の速さ</translation>
    </message>
</context>
<context>
    <name>ValueCard</name>
    <message>
        <source>Value of {name}</source>
        <translation>{name}の値</translation>
    </message>
    <message>
        <source>step {number}</source>
        <translation>手順{number}</translation>
    </message>
    <message>
        <source>step {number}, connection {connection}</source>
        <translation>接続{connection}の手順{number}</translation>
    </message>
    <message>
        <source>and {number} more from these</source>
        <translation>そこからさらに{number}個</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copy something else</source>
        <translation>ほかのものをコピー</translation>
    </message>
    <message>
        <source>Copy the name</source>
        <translation>名前をコピー</translation>
    </message>
    <message>
        <source>Copy the value</source>
        <translation>値をコピー</translation>
    </message>
    <message>
        <source>Copy the formula with its inputs</source>
        <translation>式と入力をコピー</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>式</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>元の値</translation>
    </message>
    <message>
        <source>Later made from it</source>
        <translation>ここから作られた値</translation>
    </message>
    <message>
        <source>Prescribed in</source>
        <translation>規定</translation>
    </message>
    <message>
        <source>Known to</source>
        <translation>知る者</translation>
    </message>
    <message>
        <source>Destroyed</source>
        <translation>破棄</translation>
    </message>
</context>
<context>
    <name>ValuesModel</name>
    <message>
        <source>not known</source>
        <translation>知らない</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Known to</source>
        <translation>知る者</translation>
    </message>
</context>
<context>
    <name>ValuesTable</name>
    <message>
        <source>Hide the secrets</source>
        <translation>秘密の値を隠す</translation>
    </message>
    <message>
        <source>Show the secrets</source>
        <translation>秘密の値を表示</translation>
    </message>
    <message>
        <source>Values derived in this step</source>
        <translation>この手順で導出された値</translation>
    </message>
    <message>
        <source>Nothing was derived in this step.</source>
        <translation>この手順で導出された値はありません。</translation>
    </message>
</context>
<context>
    <name>ZoomControl</name>
    <message>
        <source>Smaller</source>
        <translation>縮小</translation>
    </message>
    <message>
        <source>The normal size</source>
        <translation>通常の大きさ</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>拡大</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>全体を表示</translation>
    </message>
</context>
<context>
    <name>_Messages</name>
    <message>
        <source>and {count} more</source>
        <translation>ほか{count}件</translation>
    </message>
</context>
<context>
    <name>_Question</name>
    <message>
        <source>open</source>
        <translation>開いています</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>閉じています</translation>
    </message>
</context>
</TS>
