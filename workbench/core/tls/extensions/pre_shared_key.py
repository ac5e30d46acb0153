"""pre_shared_key: keys that both sides have from before, and proofs of having them (RFC 8446 section 4.2.11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import opaque_vector, structure, uint16, uint32, vector
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.pre_shared_key
CITATION = "RFC 8446 section 4.2.11"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class PskIdentity:
    """`obfuscated_ticket_age`: milliseconds since the ticket came, plus its ticket_age_add, modulo 2^32; 0 for external keys."""

    identity: Annotated[bytes, opaque_vector(1, 2**16 - 1)]
    obfuscated_ticket_age: Annotated[int, uint32()]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class OfferedPsks:
    identities: Annotated[tuple[PskIdentity, ...], vector(PskIdentity, 7, 2**16 - 1)]
    binders: Annotated[tuple[bytes, ...], vector(opaque_vector(32, 255), 33, 2**16 - 1)]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class SelectedPsk:
    selected_identity: Annotated[int, uint16()]


def binders_length(psks: OfferedPsks) -> int:
    """Length in bytes of the list of binders with its length field: what the truncated ClientHello lacks, over whose hash a binder
    is computed (RFC 8446 section 4.2.11.2).
    """
    return 2 + sum(1 + len(binder) for binder in psks.binders)


IN = {Context.client_hello: OfferedPsks, Context.server_hello: SelectedPsk}
