"""Cost: every subject is measured, sizes are those of the standards. No test says how long anything takes."""

from __future__ import annotations

from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from workbench.core.handshake.cost import Measurement, Quantity, Unit, handshake_time, measure, most_in_one_piece
from workbench.core.handshake.counts import Counts, count
from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.tls import groups
from workbench.core.tls.cipher_suites import Aead
from workbench.core.x509.issuance import KeyKind, make_key

OF_KEYS = list(Quantity)[:6]
OF_GROUPS = list(Quantity)[6:11]
OF_RSA = (Quantity.secret_encryption, Quantity.secret_decryption)
SLOW = (KeyKind.RSA_3072, KeyKind.RSA_4096)


@cache
def measured() -> tuple[Measurement, ...]:
    return tuple(measure(runs=1, kinds=tuple(kind for kind in KeyKind if kind not in SLOW)))


def values(quantity: Quantity) -> dict[str, float]:
    return {found.subject: found.value for found in measured() if found.quantity is quantity}


def test_every_subject_has_every_quantity_once() -> None:
    found = [(measurement.quantity, measurement.subject) for measurement in measured()]
    expected = [(quantity, kind.value) for kind in KeyKind if kind not in SLOW for quantity in OF_KEYS]
    expected += [(quantity, groups.group_name(code)) for code in groups.SUPPORTED for quantity in OF_GROUPS]
    expected += [(quantity, kind.value) for kind in KeyKind if kind.is_rsa and kind not in SLOW for quantity in OF_RSA]
    expected += [(Quantity.encryption, aead.value) for aead in Aead if "CBC" not in aead.value]
    assert sorted(found) == sorted(expected)


def test_values_are_positive_and_have_units() -> None:
    for found in measured():
        assert found.value > 0
        assert found.runs == (0 if found.unit is Unit.bytes else 1)
    assert {found.unit for found in measured()} == set(Unit)
    assert Quantity.encryption.unit is Unit.bytes_per_second and Quantity.signature.unit is Unit.seconds


def test_sizes_of_public_keys_and_signatures_are_those_of_the_standards() -> None:
    """FIPS 204 table 2; RFC 8032; SEC 1 section 2.3.3; RFC 8017: a signature is as long as the modulus."""
    public, signature = values(Quantity.public_key_size), values(Quantity.signature_size)
    assert (public["ml-dsa-44"], public["ml-dsa-65"], public["ml-dsa-87"]) == (1312, 1952, 2592)
    assert (signature["ml-dsa-44"], signature["ml-dsa-65"], signature["ml-dsa-87"]) == (2420, 3309, 4627)
    assert (public["ed25519"], signature["ed25519"], public["ed448"], signature["ed448"]) == (32, 64, 57, 114)
    assert (public["p-256"], public["p-384"], public["p-521"]) == (65, 97, 133)
    assert signature["rsa-2048"] == 256 and public["rsa-2048"] == 270  # a sequence of a 2048-bit modulus and 65537
    for name, most in (("p-256", 72), ("p-384", 104), ("p-521", 139)):
        assert most - 8 <= signature[name] <= most  # DER: leading zeros are left out
    certificate = values(Quantity.certificate_size)
    for name in certificate:
        assert certificate[name] > public[name] + signature[name]


def test_what_rsa_encrypts_at_once_is_the_modulus_without_the_padding() -> None:
    """RFC 8017 section 7.2.1; the library refuses one byte more."""
    key = make_key(KeyKind.RSA_2048).public_key()
    most = most_in_one_piece(KeyKind.RSA_2048)
    assert len(key.encrypt(bytes(most), PKCS1v15())) == 256
    with pytest.raises(ValueError):
        key.encrypt(bytes(most + 1), PKCS1v15())
    assert most_in_one_piece(KeyKind.P_256) == 0


def test_sizes_of_key_shares_are_those_of_the_standards() -> None:
    """RFC 7748, RFC 7919, FIPS 203 table 3, draft-ietf-tls-ecdhe-mlkem section 4."""
    client, server = values(Quantity.client_share_size), values(Quantity.server_share_size)
    assert {name: (client[name], server[name]) for name in client} == {
        "x25519": (32, 32),
        "x448": (56, 56),
        "secp256r1": (65, 65),
        "secp384r1": (97, 97),
        "secp521r1": (133, 133),
        "ffdhe2048": (256, 256),
        "ffdhe3072": (384, 384),
        "X25519MLKEM768": (1216, 1120),
        "SecP256r1MLKEM768": (1249, 1153),
        "SecP384r1MLKEM1024": (1665, 1665),
    }


def test_progress_goes_from_nothing_to_all() -> None:
    told: list[tuple[int, int]] = []
    kinds, codes, aeads = (KeyKind.P_256,), groups.SUPPORTED[:1], (Aead.aes_128_gcm,)
    found = list(measure(lambda done, total: told.append((done, total)), runs=3, kinds=kinds, group_codes=codes, aeads=aeads))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert {measurement.runs for measurement in found} == {0, 3}


@pytest.mark.parametrize("after", [0, 1, 7, 40])
def test_who_cancels_gets_no_more(after: int) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    told: list[tuple[int, int]] = []
    found = list(measure(lambda done, total: told.append((done, total)), cancelled, runs=2, kinds=(KeyKind.ED25519,)))
    assert (len(found) == 0) == (after <= 2) and len(found) < 20
    assert (told[-1][0] < told[-1][1]) and asked <= after + 8
    assert all(measurement.value > 0 for measurement in found)


def test_time_of_a_handshake_under_a_round_trip_time() -> None:
    counts = {name: count(run(name, Parameters(seed=1)))[-1] for name in ("tls12_rsa", "tls13_full", "tls13_early_data")}
    for name, trips in (("tls12_rsa", 3), ("tls13_full", 2), ("tls13_early_data", 1)):
        found = handshake_time(counts[name], 0.5)
        assert found is not None
        assert found.network == pytest.approx(0.5 * trips) and found.computation == counts[name].seconds
        assert found.total == pytest.approx(found.network + found.computation)
        with_lookup = handshake_time(counts[name], 0.5, lookup=True)
        assert with_lookup is not None and with_lookup.network == pytest.approx(found.network + 0.5)
    assert handshake_time(Counts(1), 0.5) is None
