"""All open certificates as trees, issuers above what they issued: for the list on the left. Linear also for 20,000 certificates.

Certificates are linked by name, and by key identifier where a name is not enough. Signatures are computed only when somebody
looks at a link, or where several keys of one name leave no other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.name import Name
from workbench.core.x509.path_building import NameKey, name_key
from workbench.core.x509.signature import SignatureState, certificate_signature
from workbench.core.x509.trust_store import TrustStore, trust_store

MAX_COMPARED = 8
"""Of many issuers with one name, so many are tried."""
MAX_REPEATING = 500
"""With more certificates than this each one stands in the trees once, also where several issuers' certificates would fit."""


class LinkState(StrEnum):
    """What joins a certificate to the one above it."""

    SIGNATURE_OK = "signature_ok"
    SIGNATURE_MISMATCH = "signature_mismatch"
    UNSUPPORTED = "unsupported"
    MALFORMED = "malformed"
    NOT_CHECKED = "not_checked"
    NONE = "none"


_STATES = {
    SignatureState.OK: LinkState.SIGNATURE_OK,
    SignatureState.MISMATCH: LinkState.SIGNATURE_MISMATCH,
    SignatureState.UNSUPPORTED: LinkState.UNSUPPORTED,
    SignatureState.MALFORMED: LinkState.MALFORMED,
}


class ChainNode:
    """One certificate in a tree, or the place of a missing issuer.

    certificate  None where the issuer named by `missing` is not there
    issuer       the certificate above, None at the top and below a missing issuer
    is_anchor    the certificate is a trust anchor
    repeated     it stands elsewhere too, under another certificate of its issuer, and what it issued stands there
    loop         its issuer is further down in the same tree: the circle was cut here
    children     what it issued
    """

    __slots__ = ("_link", "certificate", "children", "is_anchor", "issuer", "loop", "missing", "repeated")

    def __init__(
        self,
        certificate: Certificate | None,
        missing: Name | None = None,
        is_anchor: bool = False,
        issuer: Certificate | None = None,
        repeated: bool = False,
        loop: bool = False,
    ) -> None:
        self.certificate = certificate
        self.missing = missing
        self.is_anchor = is_anchor
        self.issuer = issuer
        self.repeated = repeated
        self.loop = loop
        self.children: Sequence[ChainNode] = ()  # most nodes never get any: no list for each
        self._link: LinkState | None = None

    @property
    def link(self) -> LinkState:
        """The state of the line to the node above; the signature is computed at the first asking."""
        if self._link is None:
            if self.certificate is None:
                self._link = LinkState.NONE
            elif self.issuer is None:
                self._link = LinkState.NOT_CHECKED if self.missing is not None else LinkState.NONE
            else:
                self._link = link_state(self.certificate, self.issuer)
        return self._link

    def add(self, child: ChainNode) -> None:
        """While the tree is made: one more child."""
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]

    def walk(self) -> Iterator[ChainNode]:
        """This node and all below, parents first."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


def link_state(child: Certificate, issuer: Certificate) -> LinkState:
    """Whether the issuer's key made the child's signature."""
    return _STATES[certificate_signature(child, issuer.spki).state]


def forest(certificates: Iterable[Certificate], anchors: TrustStore | Iterable[Certificate]) -> tuple[ChainNode, ...]:
    """Trees that hold every certificate, with the trust anchors and the names of missing issuers above them.

    Equal certificates stand once. Trees and children follow the order of the certificates.
    """
    return _Builder(tuple(dict.fromkeys(certificates)), anchors if isinstance(anchors, TrustStore) else trust_store("", anchors)).build()


class _Builder:
    """Certificates are found by their bytes: bytes remember their hash, a certificate computes it at every look."""

    def __init__(self, certificates: tuple[Certificate, ...], anchors: TrustStore) -> None:
        self.certificates = certificates
        self.anchors = anchors
        self.tops: dict[object, ChainNode] = {}
        self.by_der: dict[bytes, list[Certificate]] = {}
        for certificate in certificates:
            self.by_der.setdefault(certificate.subject_der, []).append(certificate)
        self._by_name: dict[NameKey, list[Certificate]] | None = None
        self._found: dict[bytes, tuple[Certificate, ...]] = {}
        self._used: list[tuple[Certificate, ...]] = []
        self._by_key: dict[bytes, dict[bytes, list[Certificate]]] = {}

    def build(self) -> tuple[ChainNode, ...]:
        above = {certificate.der: self.issuers(certificate) for certificate in self.certificates}
        # An anchor that is not open needs nothing above it.
        closed = {issuer.der: issuer for found in self._used for issuer in found if issuer.der not in above}
        above.update(dict.fromkeys(closed, ()))
        cut = self._cut_loops(above)
        anchors = {certificate.der for certificate in self.anchors.certificates}
        everything = (*self.certificates, *closed.values())
        nodes = {certificate.der: ChainNode(certificate, None, certificate.der in anchors) for certificate in everything}
        repeating = len(self.certificates) <= MAX_REPEATING
        for node, found in zip(nodes.values(), above.values(), strict=True):
            certificate = node.certificate
            assert certificate is not None
            if found and certificate.der not in cut:
                node.issuer = found[0]
                nodes[found[0].der].add(node)
                for other in found[1:] if repeating else ():
                    nodes[other.der].add(ChainNode(certificate, None, node.is_anchor, other, True))
            elif found:
                node.loop = True
                self.tops[certificate] = node
            elif node.is_anchor or self._is_root(certificate):
                self.tops[certificate] = node
            else:
                self._below_missing(node, certificate)
        return tuple(self.tops.values())

    def _below_missing(self, node: ChainNode, certificate: Certificate) -> None:
        try:
            name = certificate.issuer
            key: object = name.normalized
        except DerError:
            self.tops[certificate] = node
            return
        node.missing = name
        if key not in self.tops:
            self.tops[key] = ChainNode(None, missing=name)
        self.tops[key].add(node)

    def _is_root(self, certificate: Certificate) -> bool:
        """It names itself as issuer."""
        if certificate.issuer_der == certificate.subject_der:
            return True
        try:
            return certificate.self_issued
        except DerError:
            return False

    def issuers(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """The certificates to stand above this one, the best first; more than one when all hold the same key."""
        der = certificate.issuer_der
        named = self._found.get(der)
        if named is None:
            named = self._found[der] = self._named(certificate)
            if len(named) == 1:
                self._used.append(named)
        if not named:
            return ()
        if der == certificate.subject_der and (certificate in self.anchors or self._signed_by_itself(certificate, named)):
            return ()
        if len(named) == 1:
            return named if named[0] is not certificate else ()
        found = [issuer for issuer in self._right_key(certificate, named)[: MAX_COMPARED + 1] if issuer != certificate][:MAX_COMPARED]
        found.sort(key=lambda issuer: issuer not in self.anchors)
        result = tuple(found)
        self._used.append(result)
        return result

    def _signed_by_itself(self, certificate: Certificate, found: Sequence[Certificate]) -> bool:
        if len(found) <= 1:
            return True
        wanted, offered = certificate.authority_key_identifier, certificate.subject_key_identifier
        if wanted is not None and offered is not None:
            return wanted == offered
        return certificate_signature(certificate, certificate.spki).ok

    def _named(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """Everything whose subject is this certificate's issuer."""
        key = name_key(certificate, issuer=True)
        anchors = self.anchors.by_subject.get(key, ()) if key is not None else ()
        found: Sequence[Certificate] | None = self.by_der.get(certificate.issuer_der)
        if found is None and not anchors and key is not None:
            found = self.by_name.get(key)
        return tuple(dict.fromkeys((*anchors, *(found or ()))))

    @property
    def by_name(self) -> dict[NameKey, list[Certificate]]:
        """By normalized subject: only made when the bytes of a name are found nowhere."""
        if self._by_name is None:
            self._by_name = {}
            for same in self.by_der.values():
                key = name_key(same[0], issuer=False)
                if key is not None:
                    self._by_name.setdefault(key, []).extend(same)
        return self._by_name

    def _right_key(self, certificate: Certificate, found: Sequence[Certificate]) -> Sequence[Certificate]:
        """Of issuers with one name those that hold the key: by identifier, else by trying. When none does, the first."""
        wanted = certificate.authority_key_identifier
        if wanted is not None:
            der = certificate.issuer_der
            if der not in self._by_key:
                index: dict[bytes, list[Certificate]] = {}
                for issuer in found:
                    if issuer.subject_key_identifier is not None:
                        index.setdefault(issuer.subject_key_identifier, []).append(issuer)
                self._by_key[der] = index
            matching = self._by_key[der].get(wanted)
            if matching:
                return matching
        holding = [issuer for issuer in found[:MAX_COMPARED] if certificate_signature(certificate, issuer.spki).ok]
        return holding or found[:1]

    def _cut_loops(self, above: Mapping[bytes, tuple[Certificate, ...]]) -> set[bytes]:
        """One certificate of every circle. Only what issued something can be part of one."""
        cut: set[bytes] = set()
        done: set[bytes] = set()
        for start in {found[0].der: None for found in self._used if found}:
            trail: dict[bytes, None] = {}
            current: bytes | None = start
            while current is not None and current not in done and current not in trail:
                trail[current] = None
                found = above[current]
                current = found[0].der if found and current not in cut else None
            if current is not None and current in trail:
                cut.add(current)
            done.update(trail)
        return cut
