"""Names of object identifiers, against those of `cryptography` and OpenSSL."""

import re
import shutil
import subprocess

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID

from workbench.core.asn1.oids import oid_citation, oid_name, table
from workbench.core.x509.curves import CURVES
from workbench.core.x509.text_names import LONG, object_text

# Where the library's constant has another word than the standard.
OTHER_WORDS = {"USER_ID": "userId", "KERBEROS_PKINIT_KDC": "pkinitKPKdc", "SMARTCARD_LOGON": "msSmartcardLogin"}


def test_there_are_several_hundred_rows_each_with_a_source() -> None:
    assert len(table()) > 800
    for oid, row in table().items():
        assert re.fullmatch(r"[012](\.\d+)+", oid)
        assert row.name and row.citation
        assert row.name == row.name.strip()


def test_an_unknown_oid_has_no_name() -> None:
    assert oid_name("1.2.392.999.1") is None
    assert oid_citation("1.2.392.999.1") is None


def test_citation() -> None:
    assert oid_citation("1.3.6.1.5.5.7.3.1") == "RFC 5280 §4.2.1.12"
    assert oid_citation("2.16.840.1.101.3.4.3.18") == "RFC 9881"


@pytest.mark.parametrize("holder", [NameOID, ExtendedKeyUsageOID])
def test_names_that_the_library_knows_are_known_here(holder: type) -> None:
    for constant, oid in vars(holder).items():
        if not constant.isupper():
            continue
        name = oid_name(oid.dotted_string)
        assert name is not None, (constant, oid.dotted_string)
        if holder is NameOID and constant not in ("EMAIL_ADDRESS", "X500_UNIQUE_IDENTIFIER", *OTHER_WORDS):
            squeezed = constant.replace("_", "").lower()
            assert squeezed in name.lower(), (constant, name)


def test_every_extension_of_the_library_is_named() -> None:
    for constant, oid in vars(ExtensionOID).items():
        if constant.isupper():
            assert oid_name(oid.dotted_string), constant


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_agrees() -> None:
    """Every long name that we print as OpenSSL's is OpenSSL's; ours for the same OID has the same letters where both follow the RFC."""
    listed = subprocess.run(["openssl", "list", "-objects"], capture_output=True, text=True, check=True).stdout
    theirs = dict(reversed(line.rsplit(", ", 1)) for line in listed.splitlines() if ", " in line)
    assert len(theirs) > 300
    compared = 0
    for oid, name in LONG.items():
        if oid in theirs:
            _, _, long_name = theirs[oid].partition(" = ")
            assert name == (long_name or theirs[oid]), oid
            compared += 1
    assert compared > 130
    for oid in CURVES:
        if oid in theirs and not oid.startswith("1.2.643.2."):  # OpenSSL has only identifiers for the older GOST sets
            short, _, long_name = theirs[oid].partition(" = ")
            assert object_text(oid) in (short, long_name), oid
