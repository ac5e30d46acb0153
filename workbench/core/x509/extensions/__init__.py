"""Certificate, CRL and OCSP extensions: one file each, one row each in `TABLE`.

A module has OID, NAME, CITATION, a frozen dataclass, `parse(content of extnValue) -> that dataclass` and
`nodes(element in extnValue) -> its fields with spans`; both raise DerError for what cannot be followed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.core.asn1 import structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.certificate import Extension
from workbench.core.x509.extensions import (
    authority_info_access,
    authority_key_identifier,
    basic_constraints,
    certificate_issuer,
    certificate_policies,
    crl_distribution_points,
    crl_number,
    delta_crl_indicator,
    extended_key_usage,
    freshest_crl,
    inhibit_any_policy,
    invalidity_date,
    issuer_alt_name,
    issuing_distribution_point,
    key_usage,
    name_constraints,
    policy_constraints,
    policy_mappings,
    reason_code,
    subject_alt_name,
    subject_info_access,
    subject_key_identifier,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One known extension."""

    oid: str
    name: str
    citation: str
    parse: Callable[[Element | bytes], object]
    nodes: Callable[[Element], tuple[Node, ...]]


def _row(module: object) -> Row:
    return Row(*(getattr(module, name) for name in ("OID", "NAME", "CITATION", "parse", "nodes")))


TABLE: tuple[Row, ...] = tuple(
    _row(module)
    for module in (
        basic_constraints,
        key_usage,
        extended_key_usage,
        subject_alt_name,
        issuer_alt_name,
        name_constraints,
        certificate_policies,
        policy_mappings,
        policy_constraints,
        inhibit_any_policy,
        authority_key_identifier,
        subject_key_identifier,
        crl_distribution_points,
        freshest_crl,
        authority_info_access,
        subject_info_access,
        issuing_distribution_point,
        crl_number,
        delta_crl_indicator,
        reason_code,
        invalidity_date,
        certificate_issuer,
    )
)
BY_OID = {row.oid: row for row in TABLE}


def decode(extension: Extension) -> object | None:
    """The typed value of an extension (`BasicConstraints`, `KeyUsage` ...), None for one that has no row.

    Raises DerError when the content is not what its standard says.
    """
    row = BY_OID.get(extension.oid)
    return None if row is None else row.parse(structure.inside(extension.value_element, row.name))
