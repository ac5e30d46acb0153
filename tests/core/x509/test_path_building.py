"""Ways to a trust anchor: found in any pile, and given up in bounded time when the pile is made to keep us busy."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from tests.core.x509.authority import DAY, NOW, Entity, chain, issue, name
from tests.work import counted
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.finding import Conditions
from workbench.core.x509.judge import judge
from workbench.core.x509.path_building import Candidates, Path, build_paths, candidates_for
from workbench.core.x509.trust_store import trust_store

MAX_CALLS = 5_000_000
"""Far above what is measured (0.2 s), for a machine that does other things too."""


def ways(leaf: Entity, pool: list[Entity], anchors: list[Entity]) -> list[Path]:
    candidates = Candidates([entity.certificate for entity in pool], [entity.certificate for entity in anchors])
    return list(build_paths(leaf.certificate, candidates, NOW))


def test_all_ways_the_anchored_first() -> None:
    leaf, intermediate, root = chain()
    other = issue("Other root", ca=True)
    crossed = issue("Intermediate", other, ca=True, key=intermediate.key)
    found = ways(leaf, [crossed, intermediate], [root])
    assert [(path.anchored, [c.issuer.short for c in path.certificates]) for path in found] == [
        (True, ["Intermediate", "Root", "Root"]),
        (False, ["Intermediate", "Other root"]),
    ]
    assert found[1].missing is not None and found[1].missing.short == "Other root"


def test_candidates_whose_key_does_not_fit_are_kept_as_such() -> None:
    leaf, intermediate, root = chain()
    impostor = issue("Intermediate", root, ca=True)
    (path,) = ways(leaf, [impostor], [root])
    assert path.mismatching == (impostor.certificate,) and not path.anchored and path.missing is None
    assert all(not found.mismatching for found in ways(leaf, [impostor, intermediate], [root]))


def test_an_empty_name_is_nobodys_issuer() -> None:
    nobody = issue("x", ca=True, subject_name=x509.Name([]))
    leaf = issue("www.example.com", nobody)
    (path,) = ways(leaf, [nobody], [nobody])
    assert not path.anchored


def test_the_index_is_made_once_for_the_same_pile_and_store() -> None:
    leaf, intermediate, root = chain()
    pool, store = (leaf.certificate, intermediate.certificate), trust_store("test", [root.certificate])
    assert candidates_for(pool, store) is candidates_for(pool, store)
    assert candidates_for((*pool, root.certificate), store) is not candidates_for(pool, store)


@pytest.fixture(scope="module")
def keys() -> list[ec.EllipticCurvePrivateKey]:
    return [ec.generate_private_key(ec.SECP256R1()) for _ in range(150)]


def quickly(leaf: Certificate, pool: tuple[Certificate, ...], anchors: list[Certificate]) -> str:
    with counted() as work:
        verdict = judge(leaf, pool, anchors, (), (), Conditions(time=NOW))
    assert work.calls < MAX_CALLS
    return verdict.headline.id


def test_one_name_many_keys(keys: list[ec.EllipticCurvePrivateKey]) -> None:
    pile = [issue("X", ca=True, key=keys[0])]
    for key in keys[1:]:
        pile.append(issue("X", pile[-1], ca=True, key=key, without=[x509.AuthorityKeyIdentifier, x509.SubjectKeyIdentifier]))
    pool = tuple(entity.certificate for entity in pile)
    assert quickly(pool[-1], pool, []) == "headline_not_trusted"


def test_one_name_and_signatures_that_nobody_can_verify(keys: list[ec.EllipticCurvePrivateKey]) -> None:
    known, unknown = bytes.fromhex("06082a8648ce3d040302"), bytes.fromhex("06082a8648ce3d04037f")
    pool = tuple(parse_certificate(issue("X", ca=True, key=key).certificate.der.replace(known, unknown)) for key in keys)
    assert quickly(pool[0], pool, []).startswith("headline_")


def test_everybody_signs_everybody(keys: list[ec.EllipticCurvePrivateKey]) -> None:
    count = 16
    roots = [issue(f"R{number}", ca=True, key=keys[number]) for number in range(count)]
    mesh = tuple(
        issue(f"R{below}", roots[above], ca=True, key=keys[below], subject_name=name(f"R{below}")).certificate
        for above in range(count)
        for below in range(count)
        if above != below
    )
    leaf = issue("www.example.com", roots[0]).certificate
    assert quickly(leaf, mesh, []) in ("headline_missing_issuer", "headline_not_trusted")
    expired = issue("R15", ca=True, key=keys[15], begin=NOW - 30 * DAY, end=NOW - DAY).certificate
    assert quickly(leaf, mesh, [expired]) == "headline_expired_above"
    assert quickly(leaf, mesh, [roots[15].certificate]) == "headline_trusted_with_warnings"
