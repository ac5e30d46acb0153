<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Presenter</name>
    <message>
        <source>Handshake</source>
        <translation>ハンドシェイク</translation>
    </message>
    <message>
        <source>Who knows what</source>
        <translation>誰が何を知っているか</translation>
    </message>
    <message>
        <source>Nobody knows anything yet that others do not.</source>
        <translation>ほかの人が知らないことを知っている人は、まだいません。</translation>
    </message>
</context>
</TS>
