"""Revocation by the CRLs and OCSP responses at hand: what each says about a certificate, and what that adds up to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workbench.core.asn1.reader import DerError
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.certificate_checks import short_name, working_key
from workbench.core.x509.checks import Report
from workbench.core.x509.extensions.authority_key_identifier import AuthorityKeyIdentifier
from workbench.core.x509.path_building import Candidates

# Loaded when there is a CRL or an OCSP response: the verdict on a bare chain comes first.
if TYPE_CHECKING:
    from workbench.core.x509.crl import CertificateList
    from workbench.core.x509.crl_use import Statement
    from workbench.core.x509.ocsp import OcspResponse

MAX_SIGNER_DEPTH = 4
"""How far the question who may sign a CRL leads to further CRLs."""


@dataclass
class Sources:
    """Everything at hand that can tell about revocation.

    signer_paths  the valid paths of a certificate that signs CRLs, leading to the given trust anchor
    """

    crls: Sequence[CertificateList]
    ocsp: Sequence[OcspResponse]
    candidates: Candidates
    time: datetime
    strict_profile: bool
    signer_paths: Callable[[Certificate, Certificate], tuple[Certificate, ...] | None]
    _answers: dict[tuple[bytes, bytes], tuple[Statement | None, tuple[Statement, ...]]] = field(default_factory=dict)
    _depth: int = 0

    def status(self, path: tuple[Certificate, ...], index: int) -> tuple[Statement | None, tuple[Statement, ...]]:
        """What is known about the certificate at `index` of a path that ends in a trust anchor; None: nothing.
        And what is wrong with what was at hand."""
        if not self.crls and not self.ocsp:
            return None, ()
        key = (path[index].der, path[index + 1].der)
        if key not in self._answers:
            self._answers[key] = (None, ())  # the answer while it is being looked for: a CRL must not vouch for its own signer
            self._answers[key] = self._look(path, index)
        return self._answers[key]

    def _look(self, path: tuple[Certificate, ...], index: int) -> tuple[Statement | None, tuple[Statement, ...]]:
        troubles: list[Statement] = []
        by_ocsp = self._by_ocsp(path[index], path[index + 1], troubles)
        if by_ocsp is not None and by_ocsp.revoked:
            return by_ocsp, tuple(troubles)
        by_crl = self._by_crls(path, index, troubles)
        if by_crl is not None and (by_crl.revoked or by_ocsp is None):
            return by_crl, tuple(troubles)
        return by_ocsp, tuple(troubles)

    def _by_ocsp(self, certificate: Certificate, issuer: Certificate, troubles: list[Statement]) -> Statement | None:
        from workbench.core.x509.crl_use import Statement
        from workbench.core.x509.ocsp_use import ocsp_answer

        good: Statement | None = None
        for response in self.ocsp:
            try:
                found = ocsp_answer(response, certificate, issuer, self.time)
            except DerError as error:
                found = Statement("ocsp_unreadable", {"reason": error.message})
            if found is None:
                continue
            if found.revoked:
                return found
            if found.good:
                good = good or found
            else:
                troubles.append(found)
        return good

    def _by_crls(self, path: tuple[Certificate, ...], index: int, troubles: list[Statement]) -> Statement | None:
        """RFC 5280 6.3.3: reasons are gathered from CRL after CRL until all are covered."""
        from workbench.core.x509.crl_scope import ALL_REASONS, interim_reasons, points_of
        from workbench.core.x509.crl_use import Statement, delta_for, entry_of, entry_trouble, general_trouble, time_trouble

        certificate = path[index]
        try:
            points = points_of(certificate)
        except DerError:
            return None  # said by the check of its extensions or names
        covered: frozenset[int] = frozenset()
        used: CertificateList | None = None
        complete = sorted((crl for crl in self.crls if not crl.is_delta), key=lambda crl: _suits(crl, certificate), reverse=True)
        for point in points:
            for crl in complete:
                try:
                    reasons = interim_reasons(crl, point, certificate)
                    if reasons is None or reasons <= covered:
                        continue
                    trouble = general_trouble(crl, self.strict_profile) or self._signer_trouble(crl, path, index)
                    if trouble is not None:
                        troubles.append(trouble)
                        continue
                    deltas = [d for d in self.crls if d.is_delta and delta_for(d, crl)]
                    deltas = [d for d in deltas if not (general_trouble(d, self.strict_profile) or self._signer_trouble(d, path, index))]
                    entry = entry_of(crl, [d for d in deltas if not time_trouble(d, self.time)], certificate)
                    if entry is not None:
                        return entry
                    unknown = entry_trouble(crl)
                    if unknown is not None:
                        troubles.append(unknown)
                        continue
                    late = time_trouble(crl, self.time)
                    # A delta that is still in date brings an older base up to date.
                    if late is not None and not (late.id == "crl_stale" and any(not time_trouble(d, self.time) for d in deltas)):
                        troubles.append(late)
                        continue
                except DerError as error:
                    troubles.append(Statement("crl_unreadable", {"reason": error.message}))
                    continue
                covered |= reasons
                used = crl
        if covered >= ALL_REASONS and used is not None:
            return Statement("revocation_good_crl", {"crl": used.issuer.short, "issued": used.this_update})
        if covered:
            troubles.append(Statement("crl_reasons_missing", {}))
        return None

    def _signer_trouble(self, crl: CertificateList, path: tuple[Certificate, ...], index: int) -> Statement | None:
        """None when somebody who may signed the CRL: the CA itself, or another certificate of the CRL's issuer name."""
        from workbench.core.x509.crl_use import Statement, signed_by

        name, issuer, anchor = crl.issuer, path[index + 1], path[-1]
        signers = [c for c in (issuer, *self.candidates.with_subject(name)) if c.subject.matches(name)]
        trouble: Statement | None = None
        for signer in dict.fromkeys(signers):
            found = signed_by(crl, signer, working_key(path, index + 1) if signer == issuer else signer.spki)
            if found is None and signer != issuer and not self._may_sign(signer, anchor):
                found = Statement("crl_signer_not_trusted", {"crl": name.short, "signer": short_name(signer)})
            if found is None:
                return None
            if trouble is None or trouble.id == "crl_signature_mismatch":
                trouble = found
        return trouble or Statement("crl_signer_missing", {"crl": name.short})

    def _may_sign(self, signer: Certificate, anchor: Certificate) -> bool:
        """The signer has a valid path to the same trust anchor and is not revoked itself (6.3.3 (f))."""
        if signer == anchor:
            return True
        if self._depth >= MAX_SIGNER_DEPTH:
            return False
        self._depth += 1
        try:
            path = self.signer_paths(signer, anchor)
            if path is None:
                return False
            answers = [self.status(path, n)[0] for n in range(len(path) - 1)]
            return not any(answer is not None and answer.revoked for answer in answers)
        finally:
            self._depth -= 1


def _suits(crl: CertificateList, certificate: Certificate) -> tuple[bool, datetime]:
    """What decides when several CRLs speak of a certificate: the key identifier of its own issuer, then the later date."""
    from workbench.core.x509.crl import AUTHORITY_KEY_IDENTIFIER

    try:
        key = decoded.decode(AUTHORITY_KEY_IDENTIFIER, crl.extension_by_oid[AUTHORITY_KEY_IDENTIFIER].value)
        same_key = isinstance(key, AuthorityKeyIdentifier) and key.key_identifier == certificate.authority_key_identifier
    except KeyError:
        same_key = False
    try:
        return same_key, crl.this_update
    except DerError:
        return same_key, datetime.min.replace(tzinfo=UTC)


def check_revocation(report: Report, sources: Sources) -> None:
    """The status of every certificate below the trust anchor."""
    for index in range(report.last):
        answer, troubles = sources.status(report.path, index)
        if not report.anchored:  # without a trust anchor, that a CRL's signer does not lead to the same one says nothing new
            troubles = tuple(trouble for trouble in troubles if trouble.id != "crl_signer_not_trusted")
        for trouble in dict.fromkeys((t.id, tuple(sorted(t.params.items(), key=lambda item: item[0]))) for t in troubles):
            report.bad(trouble[0], index, **dict(trouble[1]))
        if answer is not None and answer.good:
            report.ok(answer.id, index, **answer.params)
        elif answer is not None:
            report.bad(answer.id, index, **answer.params)
        elif report.conditions.require_revocation:
            report.bad("revocation_unknown", index)
        else:
            report.not_checked("revocation_not_checked", index)


