"""Judge every case of an x509-limbo file and print where we agree: `python -m tests.conformance.limbo FILE [--sample N] [--jobs N]`.

How a case becomes conditions, decided once for all cases:

- rules: namespaces `webpki` and `online` are judged by the Web PKI rules (the first tests them, the second are chains of public
  web sites), every other one by RFC 5280. `rfc5280` and `crl` test the profile too, what sections 4 and 5 forbid CAs to issue,
  so there `strict_profile` is on. The others (`cve`, `pathlen`, `pathological`, `invalid`, `bettertls`) test path building and
  section 6 with certificates that often do not follow the profile.
- purpose, names, time, key usages, extended key usages and depth are what the case says; a case without a time is judged now.
- a case that brings CRLs needs the status of the certificates below the anchor to be known.
"""

from __future__ import annotations

import argparse
import base64
import json
import lzma
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from workbench import words
from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.certificate_checks import KEY_USAGE_NAMES
from workbench.core.x509.crl import CertificateList, parse_crl
from workbench.core.x509.finding import Conditions, Purpose, Rules, Status, Verdict
from workbench.core.x509.judge import judge
from workbench.core.x509.trust_store import split

KEY_USAGES = {name: bit for bit, name in enumerate(KEY_USAGE_NAMES)}
PURPOSES = {
    "anyExtendedKeyUsage": "2.5.29.37.0",
    "serverAuth": "1.3.6.1.5.5.7.3.1",
    "clientAuth": "1.3.6.1.5.5.7.3.2",
    "codeSigning": "1.3.6.1.5.5.7.3.3",
    "emailProtection": "1.3.6.1.5.5.7.3.4",
    "timeStamping": "1.3.6.1.5.5.7.3.8",
    "OCSPSigning": "1.3.6.1.5.5.7.3.9",
}
Case = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """One case: what the suite expects, what we say, why, and how long it took in seconds."""

    id: str
    expected: str
    found: str
    reason: str
    seconds: float

    @property
    def agrees(self) -> bool:
        return self.expected == self.found

    @property
    def namespace(self) -> str:
        parts = self.id.split("::")
        return "::".join(parts[:2]) if parts[0] == "bettertls" else parts[0]


def load(path: Path) -> list[Case]:
    """The cases of a .json or .json.xz file."""
    data = path.read_bytes()
    document: dict[str, Any] = json.loads(lzma.decompress(data) if path.suffix == ".xz" else data)
    cases: list[Case] = document["testcases"]
    return cases


def conditions_of(case: Case, host: str) -> Conditions:
    """What the case asks for, as conditions (see the top of this file)."""
    space = case["id"].split("::")[0]
    return Conditions(
        host=host,
        time=datetime.fromisoformat(case["validation_time"]) if case["validation_time"] else datetime.now(UTC),
        purpose=Purpose.SERVER if case["validation_kind"] == "SERVER" else Purpose.CLIENT,
        rules=Rules.WEBPKI if space in ("webpki", "online") else Rules.RFC5280,
        trust="the case's own",
        extended_key_usages=frozenset(PURPOSES[name] for name in case["extended_key_usage"]),
        key_usages=frozenset(KEY_USAGES[name] for name in case["key_usage"]),
        max_intermediates=case["max_chain_depth"],
        require_revocation=bool(case.get("crls")),
        strict_profile=space in ("rfc5280", "crl"),
    )


def run(case: Case) -> Result:
    """Judge one case."""
    started = time.perf_counter()
    found, reason = _judge(case)
    return Result(case["id"], case["expected_result"], found, reason, time.perf_counter() - started)


def _judge(case: Case) -> tuple[str, str]:
    try:
        peer = certificates([case["peer_certificate"]])
        anchors = certificates(case["trusted_certs"])
        pool = certificates(case["untrusted_intermediates"])
        crls = [_crl(pem) for pem in case.get("crls", ())]
    except DerError as error:
        return "FAILURE", words.say(error.message, "en")
    if len(peer) != 1:
        return "FAILURE", "the certificate cannot be read"
    names = [case["expected_peer_name"], *case["expected_peer_names"]]
    hosts = [name["value"] for name in names if name] or [""]
    reason = ""
    for host in hosts:
        verdict = judge(peer[0], pool, anchors, crls, (), conditions_of(case, host))
        reason = reason_of(verdict)
        if not verdict.trusted:
            return "FAILURE", reason
    return "SUCCESS", reason


def certificates(pems: Iterable[str]) -> list[Certificate]:
    return [certificate for pem in pems for certificate in split(pem.encode())[0]]


def _crl(pem: str) -> CertificateList:
    return parse_crl(base64.b64decode("".join(line for line in pem.splitlines() if not line.startswith("-----"))))


def reason_of(verdict: Verdict) -> str:
    """Ids of the failures on the best path."""
    failures = [f for f in verdict.paths[0].findings if f.status is Status.FAILURE]
    return ", ".join(f"{f.id}@{f.certificate}" for f in failures[:6])


def run_all(cases: list[Case], jobs: int = 1) -> Iterator[Result]:
    """Judge all cases, in order."""
    if jobs <= 1:
        yield from map(run, cases)
        return
    with Pool(jobs) as pool:
        yield from pool.imap(run, cases, chunksize=32)


def others(path: Path) -> dict[str, dict[str, Any]]:
    """What other verifiers said about the same file, by case, from the sibling `*.results.json[.xz]`; {} when there is none."""
    base = path.name.removesuffix(".xz").removesuffix(".json")
    for suffix in (".results.json", ".results.json.xz"):
        sibling = path.with_name(base + suffix)
        if sibling.exists():
            data = sibling.read_bytes()
            results: dict[str, dict[str, Any]] = json.loads(lzma.decompress(data) if sibling.suffix == ".xz" else data)["results"]
            return results
    return {}


def summary(results: list[Result], known: dict[str, dict[str, Any]]) -> list[str]:
    """The table by namespace, and each disagreement."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    tools = sorted({tool for entry in known.values() for tool in entry if tool != "expected"})
    for result in results:
        for row in (rows[result.namespace], rows["ALL"]):
            row["cases"] += 1
            row["agree" if result.agrees else "disagree"] += 1
            for tool in tools:
                said = known.get(result.id, {}).get(tool, ["skip"])[0]
                row[f"{tool} " + ("skip" if said == "skip" else "agree" if said == result.expected else "disagree")] += 1
    header = f"{'namespace':28} {'cases':>6} {'agree':>6} {'disagree':>8}"
    header += "".join(f"   {tool + ' agree/disagree/skip':>34}" for tool in tools)
    lines = [header]
    for name in [*sorted(set(rows) - {"ALL"}), "ALL"]:
        row = rows[name]
        line = f"{name:28} {row['cases']:6} {row['agree']:6} {row['disagree']:8}"
        for tool in tools:
            text = f"{row[tool + ' agree']}/{row[tool + ' disagree']}/{row[tool + ' skip']}"
            line += f"   {text:>34}"
        lines.append(line)
    bad = [result for result in results if not result.agrees]
    lines += ["", f"disagreements: {len(bad)}"]
    lines += [f"  {r.id}: expected {r.expected}, found {r.found} ({r.reason or 'no failure'})" for r in bad]
    slow = max(results, key=lambda r: r.seconds, default=None)
    if slow:
        lines.append(f"slowest: {slow.id} {slow.seconds * 1000:.0f} ms; all together {sum(r.seconds for r in results):.1f} s")
    return lines


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.limbo", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("path", type=Path, help="a .json or .json.xz file of the x509-limbo format")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only N cases, always the same ones")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes")
    parser.add_argument("--only", default="", metavar="TEXT", help="only cases whose id contains TEXT")
    parser.add_argument("--list", action="store_true", help="print every case with what decided it")
    options = parser.parse_args(arguments)
    cases = [case for case in load(options.path) if options.only in case["id"]]
    if options.sample and options.sample < len(cases):
        cases = random.Random(20261120).sample(cases, options.sample)
    results = list(run_all(cases, options.jobs))
    if options.list:
        for result in results:
            print(f"{'  ' if result.agrees else '! '}{result.id}: {result.found} ({result.reason})")
    print("\n".join(summary(results, others(options.path))))
    return 0 if all(result.agrees for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
