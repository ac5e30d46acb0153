"""Code points have the names that others know them by: tshark's tables, and tlslite-ng's constants."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import warnings
from collections import defaultdict
from enum import IntEnum
from functools import cache
from typing import Any

import pytest

from workbench.core.tls.cipher_suites import TLS_EMPTY_RENEGOTIATION_INFO_SCSV, TLS_FALLBACK_SCSV, suite_name
from workbench.core.tls.codec import named
from workbench.core.tls.extensions import extension_name
from workbench.core.tls.parameters import (
    ClientCertificateType,
    ExtensionType,
    HandshakeType,
    NamedGroup,
    PskKeyExchangeMode,
    SignatureScheme,
    is_grease,
    name_of,
    psk_key_exchange_mode_name,
    version_name,
)


@cache
def values_of_tshark() -> dict[str, dict[int, str]]:
    """Names by code point, by field."""
    if shutil.which("tshark") is None:
        pytest.skip("tshark is not installed")
    tables: dict[str, dict[int, str]] = defaultdict(dict)
    shown = subprocess.run(["tshark", "-G", "values"], capture_output=True, text=True, check=True).stdout
    for line in shown.splitlines():
        row = line.split("\t")
        if row[0] == "V" and row[1].startswith("tls.handshake.") and len(row) == 4:
            tables[row[1]].setdefault(int(row[2], 0), row[3])
    return tables


def test_cipher_suites_are_called_as_tshark_calls_them() -> None:
    theirs = {code: name for code, name in values_of_tshark()["tls.handshake.ciphersuite"].items() if "GREASE" not in name}
    ours = {code: suite_name(code) for code in theirs}
    different = {hex(code): (ours[code], name) for code, name in theirs.items() if ours[code] != name and code < 0xE000}
    # The drafts of ChaCha20-Poly1305 have the same names as what became of them.
    assert different.keys() == {"0xcc13", "0xcc14", "0xcc15"}
    assert all(ours.removesuffix("_draft") == theirs.removesuffix("_SHA256") for ours, theirs in different.values())
    assert len(theirs) > 350


@cache
def tlslite() -> Any:
    """tlslite-ng's constants; its package imports a module that Python is about to lose."""
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        return importlib.import_module("tlslite.constants")


def test_cipher_suites_are_called_as_tlslite_calls_them() -> None:
    theirs = {value: name for name, value in vars(tlslite().CipherSuite).items() if isinstance(value, int) and name.startswith("TLS_")}
    different = {name: suite_name(code) for code, name in theirs.items() if suite_name(code).upper() != name.upper()}
    draft = {name: ours for name, ours in different.items() if "draft" in name}
    assert different == draft and len(theirs) > 100


FIELDS = [
    ("tls.handshake.extension.type", ExtensionType, 50),
    ("tls.handshake.extensions_supported_group", NamedGroup, 35),
    ("tls.handshake.sig_hash_alg", SignatureScheme, 17),
]
OTHERWISE = {
    "delegated_credentials": "delegated_credential",  # RFC 9345
    "application_settings": "application_settings_old",  # today at 17613
    "frodo640aes": "MLKEM512",  # experiments, whose numbers were registered for something else
    "frodo640shake": "MLKEM768",
    "frodo976aes": "MLKEM1024",
}
"""Names of tshark 4.0 that are not those of the registry."""


@pytest.mark.parametrize(("field", "names", "least"), FIELDS, ids=[field for field, _, _ in FIELDS])
def test_code_points_are_called_as_tshark_calls_them(field: str, names: type[IntEnum], least: int) -> None:
    """Where both know a name; remarks in parentheses (reserved, deprecated, GREASE) are left out."""
    shared = {name: name_of(names, code) for code, name in values_of_tshark()[field].items() if name_of(names, code) and " (" not in name}
    assert len(shared) >= least
    assert {theirs: ours for theirs, ours in shared.items() if OTHERWISE.get(theirs, theirs) != ours} == {}


def test_groups_and_schemes_are_called_as_tlslite_calls_them() -> None:
    groups = {name: value for name, value in vars(tlslite().GroupName).items() if isinstance(value, int)}
    assert len(groups) > 40
    assert {name: value for name, value in groups.items() if name.lower() != name_of(NamedGroup, value).lower()} == {}
    schemes: dict[int, set[str]] = defaultdict(set)  # some have two names
    for name, value in vars(tlslite().SignatureScheme).items():
        if isinstance(value, tuple):
            schemes[value[0] << 8 | value[1]].add(name)
    assert len(schemes) > 20
    assert {code: names for code, names in schemes.items() if name_of(SignatureScheme, code) not in names} == {}


def test_reserved_values_are_grease_and_no_others() -> None:
    """All of RFC 8701 section 2, written out."""
    reserved = [0x0A0A, 0x1A1A, 0x2A2A, 0x3A3A, 0x4A4A, 0x5A5A, 0x6A6A, 0x7A7A]
    reserved += [0x8A8A, 0x9A9A, 0xAAAA, 0xBABA, 0xCACA, 0xDADA, 0xEAEA, 0xFAFA]
    assert [value for value in range(2**16) if is_grease(value)] == reserved
    for value in reserved:
        assert suite_name(value) == extension_name(value) == "GREASE"
        assert named(NamedGroup, value, 2) == named(SignatureScheme, value, 2) == named(version_name, value, 2) == f"GREASE (0x{value:04x})"
    modes = [value for value in range(2**8) if psk_key_exchange_mode_name(value) == "GREASE"]
    assert modes == [0x0B, 0x2A, 0x49, 0x68, 0x87, 0xA6, 0xC5, 0xE4]
    assert psk_key_exchange_mode_name(PskKeyExchangeMode.psk_dhe_ke) == "psk_dhe_ke"


def test_unknown_code_points_are_shown_as_numbers() -> None:
    assert named(NamedGroup, 0x7777, 2) == "0x7777"
    assert named(HandshakeType, 99, 1) == "0x63"
    assert named(ClientCertificateType, 1, 1) == "rsa_sign (0x01)"
    assert named(None, 7200, 4) == "7200"
    assert suite_name(0x7777) == "" and extension_name(0x7777) == "0x7777"
    assert [version_name(code) for code in (0x0304, 0x7F1C, 0x0305)] == ["TLS1_3", "TLS1_3_draft_28", ""]


def test_signalling_values_are_named() -> None:
    assert suite_name(TLS_EMPTY_RENEGOTIATION_INFO_SCSV) == "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"
    assert suite_name(TLS_FALLBACK_SCSV) == "TLS_FALLBACK_SCSV"
