"""A certificate of the workspace as the form of its renewal. Read in a job."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.core.issuance.key_fit import kind_like, kind_of
from workbench.core.issuance.profiles import Profile
from workbench.core.issuance.specification import Specification
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.issuance import KeyKind
from workbench.models.issuance.form import Form, base_of
from workbench.models.issuance.naming import Naming, naming_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

_BY_NAMING = {Naming.AUTHORITY: "intermediate", Naming.HOST: "server", Naming.MAIL: "s_mime", Naming.NAME: "client"}


def renewed(connection: Connection, certificate_id: str, profiles: Sequence[Profile]) -> Form:
    """With the same key where it is here, else with a new one of its kind. Raises WorkspaceError."""
    from workbench.core.workspace import renewing
    from workbench.core.workspace.certificates import certificate_entry
    from workbench.core.workspace.keys import key_entry

    entry = certificate_entry(connection, certificate_id)
    kind = kind_like(parse_certificate(entry.der).spki)
    order = renewing.renewal(connection, certificate_id, None if entry.key_id is not None else kind)
    key_id = None if isinstance(order.key, KeyKind) else order.key
    if key_id is not None:
        kind = kind_of(key_entry(connection, key_id).spki) or kind
    intent = _intent(entry.profile, order.specification, order.issuer_id is None, profiles)
    profile = base_of(intent) or next(profile for profile in profiles if profile.id == intent)
    return Form(intent, profile, order.specification, kind, key_id, order.issuer_id, certificate_id)


def _intent(profile: str, specification: Specification, self_signed: bool, own: Sequence[Profile]) -> str:
    """The profile it was made from, else the one that is most like it."""
    known = base_of(profile) or next((item for item in own if item.id == profile), None)
    if known is not None and known.self_signed is self_signed and profile != "request":
        return profile
    naming = naming_of(specification)
    if self_signed:
        return "root" if naming is Naming.AUTHORITY else "self_signed"
    return _BY_NAMING[naming]
