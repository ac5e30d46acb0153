<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>SaveDialog</name>
    <message>
        <source>Save the handshake</source>
        <translation>ハンドシェイクを保存</translation>
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
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>With secrets</source>
        <translation>秘密の値を含める</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>保存形式</translation>
    </message>
    <message>
        <source>Level of detail</source>
        <translation>詳しさ</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大きさ</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>No secret stands in it.</source>
        <translation>秘密の値は含まれません。</translation>
    </message>
    <message>
        <source>These are keys and nothing else: whoever gets this file can read the whole conversation.</source>
        <translation>中身は鍵そのものです。このファイルを手に入れた人は、通信の内容をすべて復号できます。</translation>
    </message>
    <message>
        <source>Session keys and all other secret values stand in it: whoever gets this file can read the whole conversation.</source>
        <translation>セッション鍵などの秘密の値がすべて入ります。このファイルを手に入れた人は、通信の内容をすべて復号できます。</translation>
    </message>
    <message>
        <source>The keys are left out: what was encrypted stays encrypted.</source>
        <translation>鍵は含まれません。暗号化された内容は暗号化されたままです。</translation>
    </message>
    <message>
        <source>Session keys and other secret values are left out. The messages stand in it as both sides read them.</source>
        <translation>セッション鍵などの秘密の値は含まれません。メッセージは、復号された内容がそのまま入ります。</translation>
    </message>
    <message>
        <source>Of session keys and other secret values only the names stand in it.</source>
        <translation>セッション鍵などの秘密の値は、名前だけが入ります。</translation>
    </message>
</context>
<context>
    <name>TakingAway</name>
    <message>
        <source>Save the handshake as…</source>
        <translation>ハンドシェイクを保存…</translation>
    </message>
    <message>
        <source>Save a picture of the handshake (PNG, SVG, PDF)…</source>
        <translation>図を画像として保存（PNG、SVG、PDF）…</translation>
    </message>
    <message>
        <source>Save a page that replays the handshake (HTML)…</source>
        <translation>再生できるページとして保存（HTML）…</translation>
    </message>
    <message>
        <source>Save the steps as Markdown…</source>
        <translation>手順をMarkdownとして保存…</translation>
    </message>
    <message>
        <source>Save the diagram as Mermaid…</source>
        <translation>図をMermaidとして保存…</translation>
    </message>
    <message>
        <source>Save the handshake as JSON…</source>
        <translation>ハンドシェイクをJSONとして保存…</translation>
    </message>
    <message>
        <source>Save the packets as a capture (pcapng)…</source>
        <translation>パケットをキャプチャとして保存（pcapng）…</translation>
    </message>
    <message>
        <source>Save the session keys as a key log…</source>
        <translation>セッション鍵を鍵ログとして保存…</translation>
    </message>
    <message>
        <source>Copy a picture of the diagram as it stands</source>
        <translation>現在の図を画像としてコピー</translation>
    </message>
    <message>
        <source>Copy the steps as a table</source>
        <translation>手順を表としてコピー</translation>
    </message>
    <message>
        <source>Copy the diagram as Mermaid</source>
        <translation>図をMermaidとしてコピー</translation>
    </message>
    <message>
        <source>Copy what is said of this step</source>
        <translation>この手順の説明をコピー</translation>
    </message>
    <message>
        <source>Copy the name of this step</source>
        <translation>この手順の名前をコピー</translation>
    </message>
    <message>
        <source>Copy the bytes of this message (hexadecimal)</source>
        <translation>このメッセージのバイト列をコピー（16進）</translation>
    </message>
    <message>
        <source>Save the handshake</source>
        <translation>ハンドシェイクを保存</translation>
    </message>
    <message>
        <source>Save or copy</source>
        <translation>保存・コピー</translation>
    </message>
    <message>
        <source>Save the handshake as a file, or copy parts of it</source>
        <translation>ハンドシェイクをファイルに保存するか、一部をコピーします</translation>
    </message>
</context>
</TS>
