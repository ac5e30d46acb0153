"""What a form asks for at this moment: enough to show beside it what it would make."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.issuance.problems import Problem
from workbench.core.issuance.specification import Specification
from workbench.core.x509.issuance import KeyKind


@dataclass(frozen=True)
class Wish:
    """specification  what the certificate, or the request, shall say
    key            the kind of key that is to be made, or the SubjectPublicKeyInfo (DER) of one that is there
    issuer_chain   DER of the CA that signs and of those above it, that CA first; empty: signed with its own key
    intent         id of a profile, "request", or "sign"
    problems       what is wrong with it by itself, in the order of the fields
    issuer_missing a CA is needed to sign it and none is chosen: there is nothing to be made yet
    signs          DER of the request that is to be signed; b"" where the key is made or taken here
    """

    specification: Specification
    key: KeyKind | bytes
    issuer_chain: tuple[bytes, ...]
    intent: str
    problems: tuple[Problem, ...] = ()
    issuer_missing: bool = False
    signs: bytes = b""

    @property
    def request(self) -> bool:
        """It is a CSR for somebody else's CA."""
        return self.intent == "request"
