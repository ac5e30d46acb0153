"""What is wrong with a certificate's encoding, as findings: strict software refuses what lenient software lets pass."""

from __future__ import annotations

from workbench.core.errors import Message
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Finding, Status

CITATION = "RFC 5280 §4.1, X.690 §10, §11"

# Offences that a check of the profile already reports under a name of its own.
NAMED_ELSEWHERE = frozenset(
    f"der_{name}"
    for name in ("serial_zero", "serial_negative", "serial_too_long", "algorithm_mismatch", "needs_version", "validity_reversed")
)


def encoding_findings(path: tuple[Certificate, ...]) -> tuple[Finding, ...]:
    """A warning for every flaw of every certificate of a path, each with the field it stands in."""
    from workbench.core.x509.fields import encoding_problems  # the tree of fields, which most verdicts do without

    return tuple(
        Finding(Message("encoding_flaw", {"problem": problem.message}), Status.WARNING, index, field, CITATION)
        for index, certificate in enumerate(path)
        for field, problem in encoding_problems(certificate)
        if problem.message.id not in NAMED_ELSEWHERE
    )
