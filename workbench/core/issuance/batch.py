"""A table of names (CSV) -> what a certificate of each row shall say, with what is wrong with a row told at its column.

The first row names the columns, in English or in Japanese; see `COLUMNS`. What no column says comes from the profile.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from workbench.core.errors import Message, UsageError
from workbench.core.formats.file_names import safe_name
from workbench.core.issuance import from_text
from workbench.core.issuance.batch_text import SEPARATORS, Record, TableError, decoded, folded, records
from workbench.core.issuance.key_fit import for_key
from workbench.core.issuance.parts import Place
from workbench.core.issuance.problems import problems
from workbench.core.issuance.profiles import Profile
from workbench.core.issuance.specification import AlternativeName, NameKind, Specification, SubjectAttribute, Validity
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import SERVER_AUTH, KeyKind
from workbench.core.x509.name import COMMON_NAME

MOST_OCTETS = 32 << 20
MOST_ROWS = 50_000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "host", "hostname", "host name", "server name", "common name", "commonname", "cn",
             "名前", "名称", "ホスト", "ホスト名", "サーバー名", "サーバ名", "コモンネーム", "共通名", "氏名"),
    "names": ("names", "san", "sans", "alternative name", "alternative names", "subject alternative name", "subject alternative names",
              "subjectaltname", "dns", "dns names", "サブジェクト代替名", "サブジェクト代替名(san)", "代替名", "別名"),
    "email": ("email", "e mail", "mail", "mail address", "email address", "メール", "メールアドレス", "電子メール"),
    "upn": ("upn", "user principal name", "ユーザープリンシパル名"),
    "organization": ("organization", "organisation", "company", "o", "組織", "組織名", "会社", "会社名"),
    "unit": ("organizational unit", "organisational unit", "unit", "department", "ou", "部門", "部署", "部署名", "組織単位"),
    "locality": ("locality", "city", "l", "市区町村", "市町村", "都市"),
    "state": ("state", "province", "state or province", "st", "都道府県", "州"),
    "country": ("country", "country code", "c", "国", "国名", "国コード"),
    "subject": ("subject", "distinguished name", "dn", "サブジェクト", "識別名"),
    "days": ("days", "valid days", "validity", "日数", "有効日数", "有効期間", "有効期間(日)"),
    "from": ("from", "valid from", "not before", "notbefore", "開始", "開始日", "有効期間の開始"),
    "until": ("until", "valid until", "not after", "notafter", "expires", "終了", "終了日", "有効期限", "期限"),
    "key": ("key", "key kind", "key type", "鍵", "鍵の種類", "鍵種別"),
    "file": ("file", "file name", "filename", "ファイル", "ファイル名"),
}  # fmt: skip
"""What a column may be called, folded by `batch_text.folded`. A column of another name is left out, and that is said."""
_ATTRIBUTES = (("country", "2.5.4.6"), ("state", "2.5.4.8"), ("locality", "2.5.4.7"), ("organization", "2.5.4.10"), ("unit", "2.5.4.11"))
"""In the order of the name."""
_BY_HEADER = {folded(name): column for column, names in COLUMNS.items() for name in names}


@dataclass(frozen=True)
class RowProblem:
    """column: as the table calls it; "" when it concerns the row."""

    column: str
    message: Message
    status: Status = Status.FAILURE


@dataclass(frozen=True)
class BatchRow:
    """line           of the table, from 1
    title          what a person would call it
    specification  the profile's, with what the row says
    file_name      how its files begin: different in every row
    """

    line: int
    title: str
    specification: Specification
    key: KeyKind
    file_name: str
    problems: tuple[RowProblem, ...] = ()

    @property
    def fine(self) -> bool:
        """Whether it can be issued as far as can be seen without its CA."""
        return all(problem.status is not Status.FAILURE for problem in self.problems)


@dataclass(frozen=True)
class Table:
    """columns  header -> key of `COLUMNS`, in their order; ignored  headers that nobody knows"""

    encoding: str
    separator: str
    columns: Mapping[str, str]
    ignored: tuple[str, ...]
    rows: tuple[BatchRow, ...]


def read_table(
    data: bytes, profile: Profile, key: KeyKind | None = None, now: datetime | None = None, check: Callable[[], None] | None = None
) -> Table:
    """Everything that a CSV file says, under a profile. `key`: the kind where no column says one; None takes the profile's.

    check   called for each row; what it raises ends the work

    Raises TableError: `batch_empty`, `batch_encoding`, `batch_large`, `batch_many`, `batch_no_header`, `batch_column_twice`,
    `batch_no_rows`.
    """
    if len(data) > MOST_OCTETS:
        raise TableError("batch_large", most=MOST_OCTETS >> 20)
    text, encoding = decoded(data)
    separator = _separator(text)
    found = records(text, separator)
    header = next(found, None)
    names = _columns(() if header is None else header.cells)
    rows: list[BatchRow] = []
    now = now or datetime.now(UTC)
    for record in found:
        if len(rows) >= MOST_ROWS:
            raise TableError("batch_many", most=MOST_ROWS)
        if check is not None:
            check()
        rows.append(_Row(record, names, profile, key or profile.key, now).made())
    if not rows:
        raise TableError("batch_no_rows")
    columns = {name: column for name, column in names if column}
    return Table(encoding, separator, columns, tuple(name for name, column in names if name and not column), _distinct(rows))


def _separator(text: str) -> str:
    """The one with which the first row has most columns that are known."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(separator: str) -> int:
        record = next(records(first, separator), None)
        return 0 if record is None else sum(folded(cell) in _BY_HEADER for cell in record.cells)

    return max(SEPARATORS, key=known)


def _columns(cells: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(header, key of `COLUMNS` or "") for each column. Raises TableError."""
    names = [(cell.strip(), _BY_HEADER.get(folded(cell), "")) for cell in cells]
    keys = [column for _, column in names if column]
    if not {"name", "names", "subject", "email", "upn"} & set(keys):
        raise TableError("batch_no_header", found=", ".join(name for name, _ in names if name)[:200])
    for column in keys:
        if keys.count(column) > 1:
            raise TableError("batch_column_twice", names=", ".join(name for name, key in names if key == column))
    return tuple(names)


class _Row:
    """One record on its way to a row: the cells by column, and which column each part of the specification came from."""

    def __init__(self, record: Record, names: Sequence[tuple[str, str]], profile: Profile, key: KeyKind, now: datetime) -> None:
        self.record = record
        self.headers = {column: name for name, column in names if column}
        self.profile = profile
        self.key = key
        self.now = now
        self.problems: list[RowProblem] = []
        self.places: dict[Place, str] = {}
        self.cells = {
            column: cell.strip().strip("　") for (_, column), cell in zip(names, record.cells, strict=False) if column and cell.strip()
        }
        if any(cell.strip() for cell in record.cells[len(names) :]):
            self._wrong("", Message("batch_cells_too_many", {"count": len(record.cells), "columns": len(names)}))

    def made(self) -> BatchRow:
        base = self.profile.specification
        if self.record.problem is not None:
            return BatchRow(self.record.line, "", base, self.key, "", (RowProblem("", self.record.problem),))
        key = self._key()
        names = self._names(base)
        subject = self._subject(names)
        wish = replace(base, subject=subject or base.subject, names=tuple(names), validity=self._validity(base.validity))
        wish = for_key(wish, key)
        told = {problem.column for problem in self.problems}
        for problem in problems(wish, self.now):
            column = self._column_of(problem.place)
            if problem.status is not Status.FAILURE or not column or column not in told:
                self.problems.append(RowProblem(column, problem.message, problem.status))
        title = self.cells.get("name") or (names[0].value if names else subject[-1].value if subject else "")
        return BatchRow(self.record.line, title, wish, key, self._file_name(title), tuple(self.problems))

    def _wrong(self, column: str, message: Message) -> None:
        self.problems.append(RowProblem(self.headers.get(column, ""), message))

    def _plain(self, column: str) -> str:
        """A cell that is read by machines: full-width letters and digits as usual ones."""
        return unicodedata.normalize("NFKC", self.cells.get(column, "")).strip()

    def _key(self) -> KeyKind:
        text = self._plain("key").casefold().replace(" ", "-").replace("_", "-")
        if not text:
            return self.key
        kind = _KEYS.get(text.replace("-", ""))
        if kind is None:
            self._wrong("key", Message("batch_no_such_key", {"text": self.cells["key"], "kinds": ", ".join(KeyKind)}))
        return kind or self.key

    def _names(self, base: Specification) -> list[AlternativeName]:
        result = list(base.names)
        texts = [("names", text) for text in re.split(r"[\s,;|、，；　]+", self.cells.get("names", "")) if text]
        if SERVER_AUTH in base.extended_key_usage.purposes and "name" in self.cells:
            texts.insert(0, ("name", self.cells["name"]))
        for column, kind in (("email", NameKind.EMAIL), ("upn", NameKind.UPN)):
            if column in self.cells:
                texts.append((column, f"{kind}:{self.cells[column]}"))
        for column, text in texts:
            name = from_text.alternative_name(text)
            if name not in result:
                self.places[("names", len(result))] = column
                result.append(name)
        return result

    def _subject(self, names: Sequence[AlternativeName]) -> tuple[SubjectAttribute, ...]:
        subject: list[SubjectAttribute] = []
        if "subject" in self.cells:
            try:
                subject += from_text.subject(self.cells["subject"])
            except UsageError as error:
                self._wrong("subject", error.message)
            self.places |= {("subject", at): "subject" for at in range(len(subject))}
        for column, type in _ATTRIBUTES:
            if column in self.cells:
                self.places[("subject", len(subject))] = column
                subject.append(SubjectAttribute(type, self._plain(column) if column == "country" else self.cells[column]))
        if any(item.type == COMMON_NAME for item in subject):
            return tuple(subject)
        if SERVER_AUTH in self.profile.specification.extended_key_usage.purposes:
            host = next((name for name in names if name.kind in (NameKind.DNS, NameKind.IP)), None)
            return (*subject, *(() if host is None else from_text.common_name_of(host)))
        if "name" in self.cells:
            self.places[("subject", len(subject))] = "name"
            subject.append(SubjectAttribute(COMMON_NAME, self.cells["name"]))
        return tuple(subject)

    def _validity(self, usual: Validity) -> Validity:
        begin = self._time("from", timedelta()) or usual.not_before
        end = self._time("until", timedelta(days=1, seconds=-1))
        if end is not None and "days" in self.cells:
            self._wrong("days", Message("batch_days_and_until"))
        if end is not None or "days" not in self.cells:
            return Validity(usual.days, begin, end or usual.not_after)
        text = re.sub(r"(日間?|days?)$", "", self._plain("days").casefold()).strip()
        if not re.fullmatch(r"[0-9]{1,6}", text):
            self._wrong("days", Message("batch_no_number", {"text": self.cells["days"]}))
            return Validity(usual.days, begin)
        return Validity(int(text), begin)

    def _time(self, column: str, rest_of_day: timedelta) -> datetime | None:
        """ISO 8601, or year, month and day as spreadsheets write them; a day without a time of day is taken with `rest_of_day`, in UTC."""
        text = self._plain(column)
        if not text:
            return None
        day = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", text)
        try:
            if day:
                year, month, number = (int(part) for part in day.groups())
                return datetime(year, month, number, tzinfo=UTC) + rest_of_day
            moment = datetime.fromisoformat(text.replace("/", "-"))
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            self._wrong(column, Message("batch_no_date", {"text": self.cells[column]}))
            return None

    def _file_name(self, title: str) -> str:
        text = re.sub(r"\.(pem|crt|cer|key)$", "", self.cells.get("file", ""), flags=re.IGNORECASE)
        if text and safe_name(text) != text:
            self._wrong("file", Message("batch_file_name", {"text": self.cells["file"]}))
        return safe_name(text) or safe_name(title) or f"line_{self.record.line}"

    def _column_of(self, place: Place) -> str:
        if place[:1] == ("validity",):
            field = {"days": "days", "not_before": "from", "not_after": "until"}.get(str(place[1]) if len(place) > 1 else "", "")
            return self.headers.get(field, "")
        column = self.places.get(place[:2], "")
        if not column and place[:1] in (("subject",), ("names",)):
            column = next((known for known in ("name", "names", "subject", "email") if known in self.headers), "")
        return self.headers.get(column, "")


_KEYS = {kind.value.replace("-", ""): kind for kind in KeyKind} | {
    "rsa": KeyKind.RSA_3072, "ec": KeyKind.P_256, "ecdsa": KeyKind.P_256, "secp256r1": KeyKind.P_256, "prime256v1": KeyKind.P_256,
    "secp384r1": KeyKind.P_384, "secp521r1": KeyKind.P_521,
}  # fmt: skip


def _distinct(rows: Sequence[BatchRow]) -> tuple[BatchRow, ...]:
    """Rows for the same holder are told; file names that are the same are numbered."""
    return tuple(_with_own_files(_told_when_repeated(rows)))


def _told_when_repeated(rows: Sequence[BatchRow]) -> Iterator[BatchRow]:
    first: dict[object, int] = {}
    for row in rows:
        holder = (row.specification.subject, frozenset((name.kind, name.value.casefold()) for name in row.specification.names))
        if row.fine and holder in first:
            same = RowProblem("", Message("batch_same_holder", {"line": first[holder]}), Status.WARNING)
            row = replace(row, problems=(*row.problems, same))
        elif row.fine:
            first[holder] = row.line
        yield row


def _with_own_files(rows: Iterator[BatchRow]) -> Iterator[BatchRow]:
    used: set[str] = set()
    numbers: dict[str, int] = {}
    for row in rows:
        name, stem = row.file_name, row.file_name.casefold()
        while name and name.casefold() in used:
            numbers[stem] = numbers.get(stem, 1) + 1
            name = f"{row.file_name}-{numbers[stem]}"
        used.add(name.casefold())
        yield row if name == row.file_name else replace(row, file_name=name)
