"""A chain of three judged with every finding, against `cryptography` saying yes or no, and against the bare signatures."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import DNSName
from cryptography.x509.verification import PolicyBuilder, Store

from tests.benchmarks import bundles
from workbench.core.x509 import decoded, fields, public_key, signature
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Conditions
from workbench.core.x509.judge import judge

# What would make a second judgement of the same chain cheaper than the first.
REMEMBERED = (
    signature.certificate_signature, signature._verify_cached, signature._load, decoded.decode,
    public_key.describe_key, public_key.load_public_key, fields.certificate_fields, fields.encoding_problems,
)  # fmt: skip


def run(rounds: int = 200) -> None:
    for kind in ("rsa", "ec"):
        chain = bundles.chain(kind)
        leaf, middle, root = chain
        encoded = [certificate.public_bytes(Encoding.DER) for certificate in chain]
        now = datetime.now(UTC)

        start = time.perf_counter()
        for _ in range(rounds):
            PolicyBuilder().store(Store([root])).time(now).build_server_verifier(DNSName("www.bench.test")).verify(leaf, [middle])
        library = (time.perf_counter() - start) / rounds

        findings = 0
        start = time.perf_counter()
        for _ in range(rounds):
            for remembered in REMEMBERED:
                remembered.cache_clear()
            ours = [parse_certificate(der) for der in encoded]
            verdict = judge(ours[0], ours[:2], ours[2:], (), (), Conditions(host="www.bench.test", time=now))
            findings = len(verdict.paths[0].findings)
            assert verdict.trusted
        mine = (time.perf_counter() - start) / rounds

        start = time.perf_counter()
        for _ in range(rounds):
            leaf.verify_directly_issued_by(middle)
            middle.verify_directly_issued_by(root)
        bare = (time.perf_counter() - start) / rounds
        print(
            f"{kind:4} ours {mine * 1e3:.2f} ms with {findings} findings = {mine / library:.1f} x the library's verifier "
            f"({library * 1e3:.2f} ms), {mine / bare:.1f} x two bare signatures ({bare * 1e3:.2f} ms); {1 / mine:.0f} chains/s"
        )
