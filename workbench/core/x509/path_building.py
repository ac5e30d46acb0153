"""Finding the ways from a certificate to a trust anchor (RFC 4158), with bounded effort.

Issuers are looked for by name (RFC 5280 7.1). A candidate whose key does not verify the signature is not followed, but
remembered: "the issuer's name matches, the signature does not" is something a person must be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.name import Name, NormalizedName, normalized_name
from workbench.core.x509.signature import SignatureState, certificate_signature
from workbench.core.x509.trust_store import TrustStore, trust_store

MAX_DEPTH = 128
"""Longest path followed, in certificates."""
MAX_STEPS = 4000
"""Certificates put on a path before the search gives up."""
MAX_SIGNATURES = 1500
"""Signatures computed before the search gives up."""

NameKey = NormalizedName


@dataclass(frozen=True)
class Path:
    """One way upwards, the judged certificate first.

    anchored     the last certificate is a trust anchor
    missing      the issuer's name that nobody has, when the way ends there
    mismatching  certificates of the right name whose keys did not make the last certificate's signature
    loop         the way ends because only certificates already on it would follow
    ended        the way goes on, but the search was given up here
    """

    certificates: tuple[Certificate, ...]
    anchored: bool
    missing: Name | None = None
    mismatching: tuple[Certificate, ...] = ()
    loop: bool = False
    ended: bool = False


class Candidates:
    """Certificates by subject name: the trust anchors, and everything open."""

    def __init__(self, pool: Iterable[Certificate], anchors: TrustStore | Iterable[Certificate]) -> None:
        self.anchors = anchors if isinstance(anchors, TrustStore) else trust_store("", anchors)
        self._pool: dict[NameKey, list[Certificate]] = {}
        for certificate in dict.fromkeys(pool):
            key = name_key(certificate, issuer=False)
            if key is not None:
                self._pool.setdefault(key, []).append(certificate)

    def is_anchor(self, certificate: Certificate) -> bool:
        return certificate in self.anchors

    def below_anchor(self, certificate: Certificate) -> bool:
        """Its issuer has the name of a trust anchor."""
        return name_key(certificate, issuer=True) in self.anchors.by_subject

    def of_issuer(self, certificate: Certificate) -> list[Certificate]:
        """Everything whose subject is this certificate's issuer, trust anchors first."""
        key = name_key(certificate, issuer=True)
        return [] if key is None else self._with(key)

    def with_subject(self, name: Name) -> list[Certificate]:
        """Everything of that subject name, trust anchors first."""
        return self._with(name.normalized)

    def _with(self, key: NameKey) -> list[Certificate]:
        return list(dict.fromkeys((*self.anchors.by_subject.get(key, ()), *self._pool.get(key, ()))))


_recent: list[tuple[tuple[Certificate, ...], TrustStore, Candidates]] = []


def candidates_for(pool: Sequence[Certificate], anchors: TrustStore | Sequence[Certificate]) -> Candidates:
    """The index of what is open and what is trusted. For the same tuple and the same store again it is not made again."""
    if not isinstance(pool, tuple) or not isinstance(anchors, TrustStore):
        return Candidates(pool, anchors)
    for known_pool, known_anchors, candidates in _recent:
        if known_pool is pool and known_anchors is anchors:
            return candidates
    made = Candidates(pool, anchors)
    _recent[:] = [(pool, anchors, made)]
    return made


def name_key(certificate: Certificate, issuer: bool) -> NameKey | None:
    """A name as it is compared (RFC 5280 7.1); None when it cannot be read, or is empty: no name is nobody's name."""
    try:
        return normalized_name(certificate.issuer_der if issuer else certificate.subject_der) or None
    except DerError:
        return None


def self_issued(certificate: Certificate) -> bool:
    """Subject and issuer are the same name; False when one cannot be read."""
    try:
        return certificate.self_issued
    except DerError:
        return False


def names_itself(certificate: Certificate) -> bool:
    """A root: it names itself as issuer, and its own key made the signature, or nobody here can tell that it did not."""
    return self_issued(certificate) and certificate_signature(certificate, certificate.spki).state is not SignatureState.MISMATCH


def identity(certificate: Certificate) -> tuple[bytes, bytes, bytes]:
    """What makes two certificates the same entity for loop detection (RFC 4158 5.2): name, key, alternative names."""
    alternative = certificate.extension_by_oid.get("2.5.29.17")
    return certificate.subject_der, certificate.spki, alternative.value if alternative else b""


def build_paths(certificate: Certificate, candidates: Candidates, time: datetime) -> Iterator[Path]:
    """All ways from `certificate` towards a trust anchor, depth first, the most promising first; at least one.

    Ways that reach an anchor and ways that end before one come mixed; stop iterating when satisfied.
    The certificate itself being an anchor is a way of length one.
    """
    return _Search(candidates, time).ways(certificate)


class _Search:
    def __init__(self, candidates: Candidates, time: datetime) -> None:
        self.candidates = candidates
        self.time = time
        self.steps = 0
        self.signatures = 0

    def ways(self, certificate: Certificate) -> Iterator[Path]:
        if self.candidates.is_anchor(certificate):
            yield Path((certificate,), True)
        # An explicit stack: a hostile pile of certificates must not reach Python's recursion limit.
        path = [certificate]
        entities = {identity(certificate)}
        stack = [self._next(path, entities)]
        while stack:
            following, ending = stack[-1]
            if ending is not None:
                yield ending
                stack[-1] = (following, None)
            issuer = next(following, None)
            if issuer is None or self.steps >= MAX_STEPS:
                stack.pop()
                gone = path.pop()
                entities.discard(identity(gone))
                continue
            self.steps += 1
            if self.candidates.is_anchor(issuer):
                yield Path((*path, issuer), True)
                if self._only_known_by_itself(issuer):
                    continue
            if len(path) + 1 >= MAX_DEPTH:
                yield Path((*path, issuer), False, ended=True)
                continue
            path.append(issuer)
            entities.add(identity(issuer))
            stack.append(self._next(path, entities))

    def _only_known_by_itself(self, issuer: Certificate) -> bool:
        """A self-signed anchor: nothing above it."""
        return names_itself(issuer)

    def _next(self, path: list[Certificate], entities: set[tuple[bytes, bytes, bytes]]) -> tuple[Iterator[Certificate], Path | None]:
        """The issuers to go on with from the end of the path, or the path as it ends here."""
        last = path[-1]
        anchor = self.candidates.is_anchor(last)
        found = self.candidates.of_issuer(last)
        good: list[Certificate] = []
        mismatching: list[Certificate] = []
        looped = given_up = False
        right_key: bytes | None = None
        for candidate in sorted(found, key=lambda issuer: self._rank(last, issuer)):
            if candidate.der == last.der:
                continue
            if identity(candidate) in entities:
                looped = True
                continue
            # One signature verifies under one key: when that is known, other keys need no trying.
            if right_key is not None and candidate.spki != right_key:
                mismatching.append(candidate)
                continue
            if self.signatures >= MAX_SIGNATURES:
                given_up = True
                break
            self.signatures += 1
            state = certificate_signature(last, candidate.spki).state
            if state is SignatureState.OK:
                right_key = candidate.spki
                good.append(candidate)
            elif state is SignatureState.MISMATCH:
                mismatching.append(candidate)
            else:
                good.append(candidate)  # nobody can say; validation will
        if good or anchor:
            return iter(good), None
        if given_up:
            return iter(()), Path(tuple(path), False, ended=True)
        self_signed = names_itself(last)
        if self_signed or looped:
            return iter(()), Path(tuple(path), False, loop=looped and not self_signed)
        if mismatching:
            return iter(()), Path(tuple(path), False, mismatching=tuple(mismatching))
        return iter(()), Path(tuple(path), False, missing=_name(last))

    def _rank(self, child: Certificate, issuer: Certificate) -> tuple[int, ...]:
        """Smaller is more promising. Key identifiers are hints (RFC 5280 4.2.1.1), dates too: nothing is thrown away."""
        wanted, offered = child.authority_key_identifier, issuer.subject_key_identifier
        key = 1 if wanted is None or offered is None else 0 if wanted == offered else 2
        near = 0 if self.candidates.is_anchor(issuer) else 1 if self.candidates.below_anchor(issuer) else 2
        return key, near, 0 if self._in_time(issuer) else 1, 0 if self_issued(issuer) else 1

    def _in_time(self, certificate: Certificate) -> bool:
        try:
            return certificate.not_before <= self.time <= certificate.not_after
        except DerError:
            return False


def _name(certificate: Certificate) -> Name | None:
    try:
        return certificate.issuer
    except DerError:
        return None

