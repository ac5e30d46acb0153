"""The trees of the left pane: who stands below whom, and what the lines between them say."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from tests.core.x509.authority import Entity, chain, issue
from tests.work import counted
from workbench.core.x509 import chain_tree
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.chain_tree import ChainNode, LinkState, forest


def shape(nodes: tuple[ChainNode, ...]) -> list[str]:
    """One line a node, indented by depth."""
    lines = []
    stack = [(node, 0) for node in reversed(nodes)]
    while stack:
        node, depth = stack.pop()
        text = node.certificate.subject.short if node.certificate else f"missing {node.missing.short if node.missing else ''}"
        marks = "".join(mark for mark, on in (("*", node.is_anchor), ("+", node.repeated), ("@", node.loop)) if on)
        lines.append("  " * depth + text + marks)
        stack += [(child, depth + 1) for child in reversed(node.children)]
    return lines


def certificates(*entities: Entity) -> list[Certificate]:
    return [entity.certificate for entity in entities]


def test_a_chain_in_any_order_with_duplicates() -> None:
    leaf, intermediate, root = chain()
    expected = ["Root*", "  Intermediate", "    www.example.com"]
    assert shape(forest(certificates(leaf, root, leaf, intermediate), certificates(root))) == expected
    assert shape(forest(certificates(intermediate, leaf), certificates(root))) == expected  # the anchor need not be open
    trees = forest(certificates(leaf, intermediate), certificates(root))
    assert [node.link for node in trees[0].walk()] == [LinkState.NONE, LinkState.SIGNATURE_OK, LinkState.SIGNATURE_OK]


def test_missing_issuers_are_named_once() -> None:
    leaf, intermediate, root = chain()
    other = issue("mail.example.com", intermediate)
    trees = forest(certificates(leaf, other), certificates(root))
    assert shape(trees) == ["missing Intermediate", "  www.example.com", "  mail.example.com"]
    assert trees[0].children[0].link is LinkState.NOT_CHECKED


def test_same_name_and_another_key() -> None:
    leaf, intermediate, root = chain()
    impostor = issue("Intermediate", root, ca=True)
    trees = forest(certificates(impostor, intermediate, leaf), certificates(root))
    assert shape(trees) == ["Root*", "  Intermediate", "  Intermediate", "    www.example.com"]
    alone = forest(certificates(impostor, leaf), certificates(root))
    assert alone[0].children[0].children[0].link is LinkState.SIGNATURE_MISMATCH
    bare = issue("www.example.com", intermediate, without=[x509.AuthorityKeyIdentifier])
    assert shape(forest(certificates(impostor, intermediate, bare), certificates(root)))[-1] == "    www.example.com"


def test_cross_signed_certificates_stand_under_each_issuer() -> None:
    old, new = issue("Old", ca=True), issue("New", ca=True)
    crossed = issue("New", old, ca=True, key=new.key)
    leaf = issue("www.example.com", new)
    assert shape(forest(certificates(old, crossed, new, leaf), certificates(new))) == [
        "Old", "  New", "    www.example.com+", "New*", "  www.example.com",
    ]  # fmt: skip


def test_circles_are_cut() -> None:
    a, b = issue("A", ca=True), issue("B", ca=True)
    a_by_b, b_by_a = issue("A", b, ca=True, key=a.key), issue("B", a, ca=True, key=b.key)
    trees = forest(certificates(a_by_b, b_by_a, issue("leaf", a)), ())
    found = shape(trees)
    assert sum(line.count("@") for line in found) == 1 and len(found) == 3


def test_names_that_differ_in_case_only() -> None:
    root = issue("Example Root", ca=True)
    leaf = issue("leaf", root)
    renamed = parse_certificate(leaf.certificate.der.replace(b"Example Root", b"EXAMPLE ROOT"))
    trees = forest([renamed], certificates(root))
    assert shape(trees) == ["Example Root*", "  leaf"]
    assert trees[0].children[0].link is LinkState.SIGNATURE_MISMATCH  # the name was signed too


def test_growth_is_linear_and_no_signature_is_computed(monkeypatch: object) -> None:
    root = issue("Root", ca=True)
    key = ec.generate_private_key(ec.SECP256R1())
    template = issue("n0000000.example", root, key=key).certificate.der

    def many(count: int) -> list[Certificate]:
        return [parse_certificate(template.replace(b"n0000000", b"n%07d" % number)) for number in range(count)]

    computed: list[object] = []
    original = chain_tree.certificate_signature

    def counting(certificate: Certificate, spki: bytes) -> object:
        computed.append(certificate)
        return original(certificate, spki)

    monkeypatch.setattr(chain_tree, "certificate_signature", counting)  # type: ignore[attr-defined]
    calls = {}
    for count in (1000, 8000):
        pile = many(count)
        with counted() as work:
            trees = forest(pile, certificates(root))
        calls[count] = work.calls
        assert len(trees) == 1 and len(trees[0].children) == count
    assert not computed
    assert calls[8000] < 8 * 1.1 * calls[1000]
    assert trees[0].children[0].link is LinkState.SIGNATURE_OK
    assert len(computed) == 1


def test_deep_chains_do_not_reach_the_recursion_limit() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    above = issue("CA 0", ca=True, key=key)
    pile = [above]
    for number in range(1, 1200):
        pile.append(issue(f"CA {number}", pile[-1], ca=True, key=key))
    trees = forest(certificates(*pile), ())
    assert len(list(trees[0].walk())) == len(pile)
