<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>After</name>
    <message>
        <source>Type a password for the files.</source>
        <translation>ファイルのパスワードを入力してください。</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>2つのパスワードが一致しません。</translation>
    </message>
    <message>
        <source>The folder for the files</source>
        <translation>ファイルの保存先フォルダー</translation>
    </message>
    <message>
        <source>Files saved in {folder}: {count}</source>
        <translation>{folder}に{count}個のファイルを保存しました</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>保存しました：{path}</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>発行結果を保存</translation>
    </message>
    <message>
        <source>report.csv</source>
        <translation>発行結果.csv</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表（*.csv）</translation>
    </message>
    <message>
        <source>What was issued</source>
        <translation>発行したもの</translation>
    </message>
    <message>
        <source>Save the files for</source>
        <translation>ファイルの形式</translation>
    </message>
    <message>
        <source>Password for the files</source>
        <translation>ファイルのパスワード</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>もう一度</translation>
    </message>
    <message>
        <source>The password once more</source>
        <translation>パスワードをもう一度</translation>
    </message>
    <message>
        <source>Save all as files…</source>
        <translation>すべてファイルに保存…</translation>
    </message>
    <message>
        <source>Show in the library</source>
        <translation>ライブラリで表示</translation>
    </message>
    <message>
        <source>Save a report…</source>
        <translation>発行結果を保存…</translation>
    </message>
    <message>
        <source>Another table</source>
        <translation>別の表</translation>
    </message>
    <message>
        <source>Replace the files that are there</source>
        <translation>既存のファイルを置き換える</translation>
    </message>
</context>
<context>
    <name>BatchForm</name>
    <message>
        <source>Tables (*.csv *.tsv *.txt)</source>
        <translation>表（*.csv *.tsv *.txt）</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル（*）</translation>
    </message>
    <message>
        <source>Choose a table</source>
        <translation>表を選択</translation>
    </message>
    <message>
        <source>Save a template</source>
        <translation>ひな形を保存</translation>
    </message>
    <message>
        <source>template.csv</source>
        <translation>ひな形.csv</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表（*.csv）</translation>
    </message>
    <message>
        <source>{name} · until {date}</source>
        <translation>{name} · {date}まで</translation>
    </message>
    <message>
        <source>{key}, as the profile proposes</source>
        <translation>{key}（既定）</translation>
    </message>
    <message>
        <source>Issue</source>
        <translation>発行</translation>
    </message>
    <message>
        <source>Saving the files…</source>
        <translation>ファイルを保存しています…</translation>
    </message>
    <message>
        <source>Checking the rows…</source>
        <translation>行を確認しています…</translation>
    </message>
    <message>
        <source>Many certificates from one table</source>
        <translation>表から証明書をまとめて発行</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>貼り付け</translation>
    </message>
    <message>
        <source>commas</source>
        <translation>カンマ区切り</translation>
    </message>
    <message>
        <source>semicolons</source>
        <translation>セミコロン区切り</translation>
    </message>
    <message>
        <source>tabs</source>
        <translation>タブ区切り</translation>
    </message>
    <message>
        <source>left out: {names}</source>
        <translation>無視した列：{names}</translation>
    </message>
    <message>
        <source>Row {line}: {reason}</source>
        <translation>{line}行目：{reason}</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>保存しました：{path}</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>Issuing CA</source>
        <translation>署名する認証局</translation>
    </message>
    <message>
        <source>Private keys</source>
        <translation>秘密鍵</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>別のファイル…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>貼り付け</translation>
    </message>
    <message>
        <source>Mistakes first</source>
        <translation>誤りを先頭に</translation>
    </message>
    <message>
        <source>The rows of the table</source>
        <translation>表の行</translation>
    </message>
    <message>
        <source>About the chosen row</source>
        <translation>選択した行について</translation>
    </message>
</context>
<context>
    <name>Start</name>
    <message>
        <source>Bring in a table</source>
        <translation>表を読み込む</translation>
    </message>
    <message>
        <source>Drop a CSV file here, or paste cells from a spreadsheet with Ctrl+V.</source>
        <translation>CSVファイルをここにドロップするか、表計算ソフトのセルをCtrl+Vで貼り付けてください。</translation>
    </message>
    <message>
        <source>Choose a CSV file…</source>
        <translation>CSVファイルを選択…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>貼り付け</translation>
    </message>
    <message>
        <source>Save a template…</source>
        <translation>ひな形を保存…</translation>
    </message>
    <message>
        <source>The first row names the columns: name, alternative names, email, organization, department, days or valid until, key. What no column says comes from the profile.</source>
        <translation>1行目は列名です：名前、サブジェクト代替名、メールアドレス、組織、部署、日数または有効期限、鍵の種類。列にないものはプロファイルから補います。</translation>
    </message>
</context>
</TS>
