"""A workspace of 100,000 certificates: opened, searched, walked through, on SQLite and (where there is one) PostgreSQL."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.core.workspace import authorities, postgresql
from workbench.core.workspace import certificates, searching
from workbench.core.workspace.certificates import NewCertificate
from workbench.core.workspace.searching import Filter, Order, State
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.certificate import parse_certificate

COUNT, AUTHORITIES, AT_ONCE = 100_000, 10, 5_000
OPEN_AIM, SEARCH_AIM = 1.0, 0.1
RUNS = 5


def ders(template: bytes, count: int) -> Iterator[bytes]:
    """Certificates that differ in names, serial, key and end: a template with other octets there. Their signatures do not verify, and
    nobody looks at them: their issuer is told."""
    parsed = parse_certificate(template)
    serial = parsed.serial_number.to_bytes((parsed.serial_number.bit_length() + 8) // 8, "big")
    point = parsed.spki[-64:]
    end = f"{parsed.not_after:%y%m%d%H%M%SZ}".encode()
    randomness = random.Random(5)
    for number in range(count):
        until = parsed.not_after + timedelta(hours=randomness.randrange(-9000, 9000))
        yield (
            template.replace(b"0000000", b"%07d" % number)
            .replace(serial, serial[:1] + randomness.randbytes(len(serial) - 1))
            .replace(point, randomness.randbytes(len(point)))
            .replace(end, f"{until:%y%m%d%H%M%SZ}".encode())
        )


def fill(workspace: Workspace, count: int = COUNT) -> None:
    root = authorities.root("Bench Root")
    below = [authorities.below(root, f"Bench CA {number}") for number in range(AUTHORITIES)]
    with workspace.writing() as connection:
        issuers = certificates.add_many(connection, [NewCertificate(each.certificate) for each in (root, *below)])[1:]
    names = ("host-0000000.bench.example", "alt-0000000.bench.example", "例え0000000.bench.example")
    template = authorities.leaf(below[0], names[0], names=names)
    new = [NewCertificate(der, issuer_id=issuers[number % AUTHORITIES].id) for number, der in enumerate(ders(template, count))]
    for start in range(0, count, AT_ONCE):
        with workspace.writing() as connection:
            certificates.add_many(connection, new[start : start + AT_ONCE])


def best(work: Callable[[], object]) -> tuple[float, float, object]:
    """Seconds of the first and of the quickest of several runs, and what came out."""
    times, result = [], None
    for _ in range(RUNS):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return times[0], min(times), result


def measure(url: str) -> None:
    def opened() -> int:
        with closing(open_workspace(url)) as workspace, workspace.reading() as connection:
            return len(certificates.roots(connection))

    def line(what: str, aim: float, work: Callable[[], object]) -> None:
        first, quickest, result = best(work)
        told = "within" if quickest < aim else "ABOVE"
        print(f"  {what:36} {quickest * 1e3:7.1f} ms (first {first * 1e3:7.1f} ms), {told} {aim * 1e3:.0f} ms; gives {result}", flush=True)

    line("open, with the roots", OPEN_AIM, opened)
    with closing(open_workspace(url)) as workspace:
        with workspace.reading() as connection:
            (one,) = searching.search_certificates(connection, f"host-{COUNT // 2:07d}")
        now = datetime.now(UTC)

        def search(text: str = "", **more: object) -> Callable[[], int]:
            def ask() -> int:
                with workspace.reading() as connection:
                    return len(searching.search(connection, Filter(text, **more), now=now))  # type: ignore[arg-type]

            return ask

        def read(function: Callable[..., object], *args: object) -> Callable[[], object]:
            def ask() -> object:
                with workspace.reading() as connection:
                    found = function(connection, *args)
                    return len(found) if isinstance(found, tuple) else found

            return ask

        fingerprint = ":".join(one.sha256[at : at + 2] for at in range(0, 64, 2))
        for what, work in (
            ("one name", search(f"host-{COUNT // 3:07d}")),
            ("part of names", search("7777")),
            ("two words", search(f"bench alt-{COUNT // 4:07d}")),
            ("a U-label", search(f"例え{COUNT // 5:07d}")),
            ("what is in all", search("bench.example")),
            ("what is in none", search("not-there")),
            ("a fingerprint with colons", search(fingerprint)),
            ("a serial", search(one.serial)),
            ("a key's fingerprint", search(one.spki_sha256)),
            ("what expires in 30 days", search(state=State.EXPIRING)),
            ("expired, the newest first", search(state=State.EXPIRED)),
            ("expired with a word", search("bench", state=State.EXPIRED)),
            ("all by expiry", search(order=Order.EXPIRY)),
            ("a common word by name", search("bench", order=Order.NAME)),
            ("role and a common word", search("bench", role="client")),
        ):
            line(what, SEARCH_AIM, work)
        for what, function, *args in (
            ("count of a word", searching.count, Filter("7777")),
            ("count of all", searching.count, Filter()),
            ("a CA's first 200", certificates.issued_by, one.issuer_id),
            ("count of a CA's", certificates.count_issued_by, one.issuer_id),
            ("roots", certificates.roots),
        ):
            line(what, SEARCH_AIM, read(function, *args))  # type: ignore[arg-type]


@contextmanager
def places() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        sqlite = {"SQLite": f"sqlite:///{Path(folder) / 'workspace.sqlite'}"}
        if postgresql.programs() is None:
            print("PostgreSQL: not installed")
            yield sqlite
            return
        with postgresql.cluster() as socket:
            yield {**sqlite, "PostgreSQL": postgresql.new_database(socket)}


def run() -> None:
    with places() as urls:
        for name, url in urls.items():
            start = time.perf_counter()
            with closing(open_workspace(url)) as workspace:
                fill(workspace)
            print(f"{name}: {COUNT} certificates kept in {time.perf_counter() - start:.0f} s", flush=True)
            measure(url)
