"""What the rows of a table are issued under: the profile, the CA, the kind of key where a row says none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from workbench.core.issuance.profiles import BUILT_IN, Profile, built_in
from workbench.core.x509.issuance import KeyKind
from workbench.models.issuance.batch.work import Under
from workbench.models.issuance.standing import CaChoice, Standing, best_issuer

PROFILES = tuple(id for id in BUILT_IN if id not in ("root", "intermediate", "ocsp_signing"))
"""Built-in ones of which one wants many."""


@dataclass(frozen=True)
class Chosen:
    """standing   what can be chosen from
    key        None: what the profile proposes
    issuer_id  None: the CA that suits best
    """

    standing: Standing = field(default_factory=Standing)
    profile: Profile = field(default_factory=lambda: built_in("server"))
    key: KeyKind | None = None
    issuer_id: str | None = None

    def among(self, standing: Standing) -> Chosen:
        """The same where other things can be chosen from; a profile that is gone gives way to the one for servers."""
        found = replace(self, standing=standing)
        profile = next((profile for profile in found.profiles if profile.id == self.profile.id), built_in("server"))
        return replace(found, profile=profile)

    @property
    def profiles(self) -> tuple[Profile, ...]:
        return (*map(built_in, PROFILES), *self.standing.profiles)

    @property
    def authority(self) -> bool:
        """The profile makes CAs."""
        basic = self.profile.specification.basic_constraints
        return basic is not None and basic.ca

    @property
    def authorities(self) -> tuple[CaChoice, ...]:
        """Those that may sign what the profile makes."""
        return tuple(ca for ca in self.standing.authorities if ca.authorities or not self.authority)

    @property
    def issuer(self) -> CaChoice | None:
        """The CA that signs: the chosen one, else the one that suits best."""
        if self.profile.self_signed:
            return None
        chosen = next((ca for ca in self.authorities if ca.entry.id == self.issuer_id), None)
        return chosen or best_issuer(self.standing.authorities, self.authority, datetime.now(UTC))

    @property
    def under(self) -> Under:
        issuer = self.issuer
        rehearse = self.profile.self_signed or issuer is not None
        return Under(self.profile, self.key, None if issuer is None else issuer.entry.id, rehearse)
