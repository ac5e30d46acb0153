"""Tables of names, as spreadsheets write them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.issuance.batch import COLUMNS, BatchRow, Table, read_table
from workbench.core.issuance.batch_text import TableError, decoded, folded, records
from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.specification import AlternativeName, NameKind, SubjectAttribute
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import KeyKind

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "名前,サブジェクト代替名,組織,有効期限,鍵\n例え.テスト,alt.example.test 192.0.2.7,株式会社例,2026/3/31,Ｐ－２５６\n"


def table(text: str | bytes, profile: str = "server") -> Table:
    return read_table(text.encode() if isinstance(text, str) else text, built_in(profile), now=NOW)


def only(text: str, profile: str = "server") -> BatchRow:
    (row,) = table(text, profile).rows
    return row


def failures(row: BatchRow) -> list[tuple[str, str]]:
    return [(problem.column, problem.message.id) for problem in row.problems if problem.status is Status.FAILURE]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_however_it_was_saved_it_says_the_same(encoding: str, separator: str, end: str) -> None:
    found = table(TEXT.replace(",", separator).replace("\n", end).encode(encoding))
    (row,) = found.rows
    assert found.separator == separator and failures(row) == [] and row.line == 2
    assert row.specification.names == (
        AlternativeName(NameKind.DNS, "例え.テスト"),
        AlternativeName(NameKind.DNS, "alt.example.test"),
        AlternativeName(NameKind.IP, "192.0.2.7"),
    )
    assert row.specification.subject == (
        SubjectAttribute("2.5.4.10", "株式会社例"),
        SubjectAttribute("2.5.4.3", "xn--r8jz45g.xn--zckzah"),
    )
    assert row.specification.validity.not_after == datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC)
    assert row.key is KeyKind.P_256 and row.file_name == "例え.テスト"


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ("no name,,,", ("name", "wish_not_a_dns_name")),
        ("ok.example.test,999.1.1.1.,,", ("san", "wish_not_a_dns_name")),
        ("ok.example.test,,soon,", ("days", "batch_no_number")),
        ("ok.example.test,,0,", ("days", "wish_days_out_of_range")),
        ("ok.example.test,,40000,", ("days", "wish_days_out_of_range")),
        ("ok.example.test,,,rsa-512", ("key", "batch_no_such_key")),
        ("ok.example.test,,,,,extra", ("", "batch_cells_too_many")),
        ('ok.example.test,"a,b', ("", "batch_quote_open")),
        ('"ok"x.example.test,', ("", "batch_quote_open")),
    ],
)
def test_a_broken_row_says_where_and_the_others_go_on(cells: str, problem: tuple[str, str]) -> None:
    found = table(f"name,san,days,key\nfirst.example.test,,,\n{cells}\nlast.example.test,,,\n")
    assert [row.title for row in found.rows if row.fine] == ["first.example.test", "last.example.test"]
    (broken,) = [row for row in found.rows if not row.fine]
    assert broken.line == 3 and failures(broken) == [problem]


def test_every_mistake_of_a_row_is_told_at_its_column() -> None:
    row = only("名前,国,日数,鍵,ファイル名\nno name,JPN,x,dsa,../a\n")
    assert {column for column, _ in failures(row)} == {"名前", "国", "日数", "鍵", "ファイル名"}


def test_cells_in_quotation_marks_may_have_separators_and_line_breaks() -> None:
    row = only('name,organization,san\n"a.example.test","A, ""B""","b.example.test\nc.example.test"\n')
    assert row.specification.subject[0].value == 'A, "B"'
    assert [name.value for name in row.specification.names] == ["a.example.test", "b.example.test", "c.example.test"]


def test_for_clients_the_name_is_the_common_name() -> None:
    row = only("name,email,upn\n山田 太郎,taro@example.test,taro@corp.example\n", "client")
    assert row.specification.subject == (SubjectAttribute("2.5.4.3", "山田 太郎"),)
    assert row.specification.names == (
        AlternativeName(NameKind.EMAIL, "taro@example.test"),
        AlternativeName(NameKind.UPN, "taro@corp.example"),
    )
    assert row.file_name == "山田_太郎" and row.fine


def test_days_and_end_exclude_each_other() -> None:
    assert failures(only("name,days,until\na.example.test,30,2026-02-01\n")) == [("days", "batch_days_and_until")]


def test_the_same_holder_is_noticed_and_files_stay_apart() -> None:
    rows = table("name,file\na.example.test,x\nA.example.test,X\nb.example.test,x.pem\n").rows
    assert [row.file_name for row in rows] == ["x", "X-2", "x-3"]
    rows = table("name,organization\na.example.test,O\nb.example.test,O\na.example.test,O\n").rows
    (problem,) = rows[2].problems
    assert (problem.message.id, problem.message.params["line"], problem.status) == ("batch_same_holder", 2, Status.WARNING)
    assert rows[2].fine and not rows[1].problems


def test_unknown_columns_are_left_out_and_told() -> None:
    found = table("name,備考,\nwww.example.test,hello,\n")
    assert found.ignored == ("備考",) and dict(found.columns) == {"name": "name"}


@pytest.mark.parametrize(
    ("data", "id"),
    [
        (b"", "batch_empty"),
        (b" \r\n\t", "batch_empty"),
        (b"\xef\xbb\xbf", "batch_empty"),
        (b"name\n\x81\x01", "batch_encoding"),
        (b"PK\x03\x04\0\0", "batch_encoding"),
        (b"www.example.test\n", "batch_no_header"),
        (b"days,key\n1,rsa\n", "batch_no_header"),
        (b"name,host\na,b\n", "batch_column_twice"),
        (b"name,days\n\n,\n", "batch_no_rows"),
    ],
)
def test_what_is_no_such_table_is_one_sentence(data: bytes, id: str) -> None:
    with pytest.raises(TableError) as caught:
        table(data)
    assert caught.value.message.id == id


def test_no_column_name_means_two_things() -> None:
    names = [folded(name) for names in COLUMNS.values() for name in names]
    assert len(names) == len(set(names)) == len({folded(name) for name in names})


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4).filter(lambda cells: any(cell.strip(" \t,;　\n") for cell in cells)), max_size=6))
def test_what_the_csv_module_writes_is_read_back(rows: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    wanted = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert [record.cells for record in records(stream.getvalue(), ",")] == wanted


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_table_or_a_sentence(data: bytes) -> None:
    try:
        decoded(data)
        found = read_table(b"name,san,until\n" + data, built_in("server"), now=NOW)
    except TableError:
        return
    assert all(row.fine or failures(row) for row in found.rows)
