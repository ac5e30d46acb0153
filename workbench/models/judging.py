"""What the jobs of the inspector compute, away from the GUI thread: the forest with its rows, verdicts, marks. No Qt."""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.core.collection import Collection, Item, chosen_anchors
from workbench.core.formats.found import Kind, OpenedFile
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.chain_tree import forest
from workbench.core.x509.finding import Verdict
from workbench.core.x509.judge import judge
from workbench.core.x509.path_building import NameKey, name_key
from workbench.core.x509.role import CA_KINDS, SERVER_KINDS, RoleKind, role_of
from workbench.core.x509.trust_store import TrustStore, trust_store
from workbench.models.choices import FILES, Choices, is_ca
from workbench.models.jobs import Task
from workbench.models.object_rows import Row, build_rows

if TYPE_CHECKING:
    from workbench.core.x509.crl import CertificateList
    from workbench.core.x509.ocsp import OcspResponse
    from workbench.core.x509.relations import Relation

CHECKED_AT_ONCE = 60
"""Rows whose signatures are checked before the list is shown; of the others when they come into view."""
RELATED_AT_ONCE = 1000
"""With more objects than this, or nothing but certificates, what belongs together is found after the list is on the screen."""
LOOKED_AT = 50
"""Objects among which the one to select after opening is looked for."""


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
        verdict = judge(certificate, self.pool, self.anchors, self.crls, self.ocsp, choices.conditions_for(certificate))
        if choices.time is not None:
            self._known[key] = verdict
        return verdict


@dataclass(frozen=True, eq=False)
class Linked:
    """A collection made ready to be shown. `relations` of the items that are no certificates; None until `relate` found them."""

    rows: tuple[Row, ...]
    judging: Judging
    items: tuple[Item, ...]
    relations: Mapping[str, tuple[Relation, ...]] | None
    parts: Mapping[tuple[str, Kind], int]
    checked: tuple[Row, ...]

    def preferred(self, paths: frozenset[str]) -> tuple[Item, ...]:
        """Items by how much they ought to be selected: of the first of these files its server, other leaves, anything of it.

        Only the first `LOOKED_AT` objects are considered: the answer must come at once.
        """
        new = (item for item in self.items if not paths or any(found.path in paths for found in item.sources))
        return tuple(sorted(itertools.islice(new, LOOKED_AT), key=_rank))


def _rank(item: Item) -> int:
    role = item.role
    if role is None:
        return 3
    if role.main in SERVER_KINDS:
        return 0
    return 2 if role.main in CA_KINDS else 1


def link(collection: Collection | None, files: Sequence[OpenedFile], choices: Choices) -> Linked:
    """The chains of everything open under the chosen trust."""
    items = collection.items if collection is not None else ()
    judging = prepare(collection, choices)
    trees = forest(judging.pool, judging.anchors) if judging.pool else ()
    at_once = len(items) <= RELATED_AT_ONCE and any(item.kind is not Kind.CERTIFICATE for item in items)
    relations = relate(collection) if collection is None or at_once else None
    parts = Counter((found.path, found.kind) for file in files for found in file.objects)
    rows = build_rows(trees, items, files)
    for item in items[:LOOKED_AT]:
        _rank(item)  # so that `preferred` finds it done
    checked = tuple(row for row in rows[:CHECKED_AT_ONCE] if row.node is not None and row.node.link is not None)
    return Linked(rows, judging, items, relations, parts, checked)


def relate(collection: Collection | None) -> Mapping[str, tuple[Relation, ...]]:
    """What belongs to the items that are no certificates; makes the indices that every later question about relations uses."""
    relations: dict[str, tuple[Relation, ...]] = {}
    if collection is None:
        return relations
    for item in collection.items:
        if item.parsed is not None and not isinstance(item.parsed, Certificate):
            relations[item.id] = collection.relations.of(item.parsed)
    for certificate in collection.certificates:
        if is_ca(certificate):  # the question about a CA needs all indices
            collection.relations.of(certificate)
            break
    return relations


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
        chosen = chosen_anchors(choices.trust)
    extra = [certificate for certificate in pool if certificate.sha256 in choices.anchors]
    return trust_store(chosen.name, (*chosen.certificates, *extra), chosen.skipped) if extra else chosen


def check_rows(task: Task, judging: Judging, wanted: Sequence[Row], choices: Choices) -> None:
    """Delivers (row, status) for each, its signature checked too; stops when cancelled."""
    for row in wanted:
        task.check()
        if row.node is None or row.certificate is None:
            continue
        assert row.node.link is not None  # computed here, so that painting finds it done
        task.deliver((row, judging.verdict(row.certificate, choices).status))
