"""The line between an issuer and what it issued: whether the signature, the right to issue, and the path length hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.chain_tree import ChainNode, LinkState
from workbench.core.x509.decoded import extension
from workbench.core.x509.extensions.basic_constraints import BasicConstraints

GOOD, BAD = "✓", "✗"


def link_text(node: ChainNode, above: Sequence[Certificate | None]) -> str:
    """"signature ✓ · CA ✓ · path length ✓", or what is wrong, in the language in use.

    above  the certificates over this one, nearest first; None for a missing issuer
    """
    issuer = above[0] if above else None
    if issuer is None:
        return QCoreApplication.translate("Link", "issuer missing, signature not checked") if above else ""
    match node.link:
        case LinkState.SIGNATURE_OK:
            signature = QCoreApplication.translate("Link", "signature {mark}").format(mark=GOOD)
        case LinkState.SIGNATURE_MISMATCH:
            return QCoreApplication.translate("Link", "✗ issuer name matches, signature does not")
        case LinkState.UNSUPPORTED:
            signature = QCoreApplication.translate("Link", "signature algorithm not known")
        case LinkState.MALFORMED:
            return QCoreApplication.translate("Link", "✗ the signature cannot be read")
        case _:
            signature = QCoreApplication.translate("Link", "signature not checked")
    ca = QCoreApplication.translate("Link", "CA {mark}").format(mark=GOOD if may_issue(issuer) else BAD)
    holds = node.certificate is None or path_length_holds(node.certificate, above)
    length = QCoreApplication.translate("Link", "path length {mark}").format(mark=GOOD if holds else BAD)
    parts = [signature, ca, length]
    if node.repeated:
        parts.append(QCoreApplication.translate("Link", "also shown elsewhere"))
    return " · ".join(parts)


def may_issue(certificate: Certificate) -> bool:
    """basicConstraints say cA (RFC 5280 6.1.4 (k)); a version 1 certificate cannot say so."""
    constraints = extension(certificate, BasicConstraints)
    return constraints is not None and constraints.ca


def path_length_holds(certificate: Certificate, above: Sequence[Certificate | None]) -> bool:
    """Whether every pathLenConstraint above allows this certificate where it hangs (RFC 5280 6.1.4 (l), (m))."""
    between = 1 if may_issue(certificate) and not _self_issued(certificate) else 0
    for issuer in above:
        if issuer is None:
            return True
        constraints = extension(issuer, BasicConstraints)
        if constraints is not None and constraints.path_len_constraint is not None and between > constraints.path_len_constraint:
            return False
        between += 0 if _self_issued(issuer) else 1
    return True


def _self_issued(certificate: Certificate) -> bool:
    try:
        return certificate.self_issued
    except DerError:
        return False
