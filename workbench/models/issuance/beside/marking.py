"""The tree of what is not made yet: values that only stand in are taken out, and said to be made when it is issued."""

from __future__ import annotations

from dataclasses import replace

from workbench.core.errors import Message
from workbench.core.node import Node

_SIGNATURES = ("signatureValue", "signature")
_KEYS = ("subjectPublicKeyInfo", "subjectPKInfo")


def marked(root: Node, new_key: bool, self_signed: bool) -> Node:
    """The fields of a certificate, or of a request, with the stand-ins marked.

    new_key      the key is not made yet, nor what is computed from it
    self_signed  the authority key identifier is of the same key
    """
    request = root.find("certificationRequestInfo") is not None
    later = Message("beside_made_with_request" if request else "beside_made_when_issued")
    stand_ins: set[tuple[str, ...]] = {("tbsCertificate", "serialNumber")}
    for label in _SIGNATURES:
        stand_ins.add((label,))
    if new_key:
        for info in ("tbsCertificate", "certificationRequestInfo"):
            stand_ins |= {(info, key, "subjectPublicKey") for key in _KEYS}
        stand_ins.add(("tbsCertificate", "extensions", "subjectKeyIdentifier", "keyIdentifier"))
        if self_signed:
            stand_ins.add(("tbsCertificate", "extensions", "authorityKeyIdentifier", "keyIdentifier"))

    def walk(node: Node, path: tuple[str, ...]) -> Node:
        if path in stand_ins:
            return replace(node, value="", note=later, children=())
        children = tuple(walk(child, (*path, child.label)) for child in node.children)
        # Above them stands a summary of the value, beside whether the extension is critical.
        summary = "" if any(one[: len(path)] == path and len(one) == 4 and len(path) == 3 for one in stand_ins) else node.value
        return replace(node, children=children, value=summary)

    return walk(root, ())
