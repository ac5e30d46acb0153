"""Flaws of the encoding become warnings at their field, each said once."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from tests.core.x509.authority import NOW, issue
from workbench.core.x509.encoding_check import encoding_findings
from workbench.core.x509.finding import Conditions, Purpose, Status
from workbench.core.x509.judge import judge


def test_a_default_that_is_written_out_is_a_warning_at_its_field() -> None:
    root = issue("Root", None, ca=True)
    written = x509.UnrecognizedExtension(ExtensionOID.INHIBIT_ANY_POLICY, bytes.fromhex("02020001"))
    leaf = issue("leaf", root, extra=[(written, False)])
    findings = encoding_findings((root.certificate, leaf.certificate))
    assert [(f.certificate, f.status, f.field) for f in findings] == [
        (1, Status.WARNING, ("tbsCertificate", "extensions", "inhibitAnyPolicy", "SkipCerts"))
    ]
    problem = findings[0].message.params["problem"]
    assert problem.id == "der_integer_not_minimal"  # type: ignore[union-attr]
    verdict = judge(leaf.certificate, (), [root.certificate], (), (), Conditions(time=NOW, purpose=Purpose.ANY))
    assert verdict.trusted and verdict.status is Status.WARNING
    assert [f.id for f in verdict.paths[0].findings].count("encoding_flaw") == 1


def test_well_made_certificates_have_none() -> None:
    root = issue("Root", None, ca=True)
    assert encoding_findings((issue("leaf", root).certificate, root.certificate)) == ()
