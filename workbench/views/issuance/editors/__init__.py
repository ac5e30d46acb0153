"""The structured editors of a form: each edits some fields of a `Specification`, explains them, and says what is wrong right there.

`EDITORS` is the table of them, in the order of a form. A form makes each with its `factory(shell)`, calls `fill` when there is something
new to show, hears `changed`, collects the value with `apply`, and hands on what `core/issuance/problems` found with `show_problems`. `see`
tells them what the others say now. To add one: a file here, a row in the table, its words in `issuing_fields.toml`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.core.errors import Message
from workbench.views.issuance.editors.addresses import AddressesEditor as AddressesEditor
from workbench.views.issuance.editors.basic_constraints import BasicConstraintsEditor as BasicConstraintsEditor
from workbench.views.issuance.editors.editor import Editor as Editor
from workbench.views.issuance.editors.extended_key_usage import ExtendedKeyUsageEditor as ExtendedKeyUsageEditor
from workbench.views.issuance.editors.key_usage import KeyUsageEditor as KeyUsageEditor
from workbench.views.issuance.editors.name_constraints import NameConstraintsEditor as NameConstraintsEditor
from workbench.views.issuance.editors.names import NamesEditor as NamesEditor
from workbench.views.issuance.editors.policies import PoliciesEditor as PoliciesEditor
from workbench.views.issuance.editors.raw_extensions import RawExtensionsEditor as RawExtensionsEditor
from workbench.views.issuance.editors.subject import SubjectEditor as SubjectEditor
from workbench.views.issuance.editors.switches import (
    HashEditor as HashEditor,
)
from workbench.views.issuance.editors.switches import (
    KeyIdentifiersEditor as KeyIdentifiersEditor,
)
from workbench.views.issuance.editors.switches import (
    OcspNoCheckEditor as OcspNoCheckEditor,
)
from workbench.views.issuance.editors.switches import (
    TlsFeatureEditor as TlsFeatureEditor,
)
from workbench.views.issuance.editors.validity import ValidityEditor as ValidityEditor
from workbench.views.shell import Shell


@dataclass(frozen=True)
class EditorRow:
    """id         of the editor
    title      what stands above it
    factory    makes it
    essential  most people who fill in a form need it; the others may stay folded away
    """

    id: str
    title: Message
    factory: Callable[[Shell], Editor]
    essential: bool = False


def _row(kind: type[Editor], essential: bool = False) -> EditorRow:
    return EditorRow(kind.id, Message(f"issuing_editor_{kind.id}"), kind, essential)


EDITORS: tuple[EditorRow, ...] = (
    _row(SubjectEditor, True),
    _row(NamesEditor, True),
    _row(ValidityEditor, True),
    _row(BasicConstraintsEditor),
    _row(KeyUsageEditor),
    _row(ExtendedKeyUsageEditor),
    _row(NameConstraintsEditor),
    _row(PoliciesEditor),
    _row(AddressesEditor),
    _row(TlsFeatureEditor),
    _row(OcspNoCheckEditor),
    _row(KeyIdentifiersEditor),
    _row(HashEditor),
    _row(RawExtensionsEditor),
)
