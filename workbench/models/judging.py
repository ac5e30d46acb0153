"""What the jobs of the inspector compute, away from the GUI thread: the forest with its rows, verdicts, marks. No Qt."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.core.collection import Collection, Item
from workbench.core.formats.found import Kind, OpenedFile
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.chain_tree import forest
from workbench.core.x509.crl import CertificateList
from workbench.core.x509.finding import Verdict
from workbench.core.x509.judge import judge
from workbench.core.x509.ocsp import OcspResponse
from workbench.core.x509.path_building import NameKey, name_key
from workbench.core.x509.relations import Relation
from workbench.core.x509.role import CA_KINDS, SERVER_KINDS, RoleKind, role_of
from workbench.core.x509.trust_store import TrustStore, trust_anchors, trust_store
from workbench.models.choices import FILES, Choices
from workbench.models.jobs import Task
from workbench.models.object_rows import Row, build_rows


@dataclass(frozen=True, eq=False)
class Judging:
    """What all verdicts of one collection share."""

    pool: tuple[Certificate, ...]
    anchors: TrustStore
    crls: tuple[CertificateList, ...]
    ocsp: tuple[OcspResponse, ...]
    _known: dict[tuple[Certificate, Choices], Verdict] = field(default_factory=dict, repr=False)

    @functools.cached_property
    def _by_subject(self) -> Mapping[NameKey, Sequence[Certificate]]:
        result: dict[NameKey, list[Certificate]] = {}
        for certificate in self.pool:
            key = name_key(certificate, issuer=False)
            if key is not None:
                result.setdefault(key, []).append(certificate)
        return result

    def issuers(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """Everything open that can stand above a certificate by name: of 20,000 that is a handful."""
        found: dict[Certificate, None] = {certificate: None}
        todo = [certificate]
        while todo:
            key = name_key(todo.pop(), issuer=True)
            for issuer in self._by_subject.get(key, ()) if key is not None else ():
                if issuer not in found:
                    found[issuer] = None
                    todo.append(issuer)
        return tuple(found)

    def verdict(self, certificate: Certificate, choices: Choices) -> Verdict:
        key = (certificate, choices)
        if choices.time is not None and key in self._known:
            return self._known[key]
        pool = self.issuers(certificate)
        verdict = judge(certificate, pool, self.anchors, self.crls, self.ocsp, choices.conditions_for(certificate))
        if choices.time is not None:
            self._known[key] = verdict
        return verdict


@dataclass(frozen=True, eq=False)
class Linked:
    """A collection made ready to be shown."""

    rows: tuple[Row, ...]
    judging: Judging
    items: tuple[Item, ...]
    relations: Mapping[str, tuple[Relation, ...]]
    parts: Mapping[tuple[str, Kind], int]

    def preferred(self, fresh: Sequence[str]) -> tuple[str, ...]:
        """Item ids by how much they ought to be selected: servers of what was just opened, other leaves, anything of it."""
        wanted = set(fresh)
        new = [item for item in self.items if not wanted or item.id in wanted]
        return tuple(item.id for item in sorted(new, key=_rank))


def _rank(item: Item) -> int:
    if not isinstance(item.parsed, Certificate):
        return 3
    role = role_of(item.parsed)
    if role.main in SERVER_KINDS:
        return 0
    return 2 if role.main in CA_KINDS else 1


def link(collection: Collection | None, files: Sequence[OpenedFile], choices: Choices) -> Linked:
    """The chains of everything open under the chosen trust."""
    items = collection.items if collection is not None else ()
    judging = prepare(collection, choices)
    trees = forest(judging.pool, judging.anchors) if judging.pool else ()
    relations: dict[str, tuple[Relation, ...]] = {}
    parts = Counter((found.path, found.kind) for file in files for found in file.objects)
    if collection is not None:
        for item in items:
            if item.parsed is not None and not isinstance(item.parsed, Certificate):
                relations[item.id] = collection.relations.of(item.parsed)
    return Linked(build_rows(trees, items, files), judging, items, relations, parts)


def prepare(collection: Collection | None, choices: Choices) -> Judging:
    """Sorts the open objects by what a verdict takes them for. Raises what reading the trust store raises."""
    if collection is None:
        return Judging((), anchors((), choices), (), ())
    return Judging(collection.certificates, anchors(collection.certificates, choices), collection.crls, collection.ocsp_responses)


def anchors(pool: Sequence[Certificate], choices: Choices) -> TrustStore:
    """The trust store chosen, and what is trusted for now. Raises FileError when the store cannot be read."""
    if choices.trust == FILES:
        chosen = trust_store(FILES, (c for c in pool if c.self_issued and role_of(c).main is RoleKind.ROOT_CA))
    else:
        chosen = trust_anchors(choices.trust)
    extra = [certificate for certificate in pool if certificate.sha256 in choices.anchors]
    return trust_store(chosen.name, (*chosen.certificates, *extra), chosen.skipped) if extra else chosen


def statuses(task: Task, judging: Judging, wanted: Sequence[Certificate], choices: Choices) -> None:
    """Delivers (certificate, status) for each; stops when cancelled."""
    for certificate in wanted:
        task.check()
        task.deliver((certificate, judging.verdict(certificate, choices).status))
