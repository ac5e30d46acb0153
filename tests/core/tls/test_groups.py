"""Key exchange against RFC 7748, NIST's CAVP, FIPS 203's known answers and other implementations' constants; and what must be refused."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from hypothesis import given
from hypothesis import strategies as st

from workbench import words
from workbench.core.tls import groups
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.finite_fields import FFDHE, SMALLEST_PRIME, DhParameters, ffdhe, power, private_key, well_known
from workbench.core.tls.parameters import NamedGroup

VECTORS = Path(cryptography_vectors.__file__).parent / "asymmetric"

HYBRIDS = (NamedGroup.X25519MLKEM768, NamedGroup.SecP256r1MLKEM768, NamedGroup.SecP384r1MLKEM1024)
CURVES = (NamedGroup.secp256r1, NamedGroup.secp384r1, NamedGroup.secp521r1)


def drawing(*values: bytes) -> Callable[[int], bytes]:
    """A source of randomness that gives these values and no more."""
    waiting = list(values)

    def draw(size: int) -> bytes:
        value = waiting.pop(0)
        assert len(value) == size
        return value

    return draw


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The records of a file of `NAME = VALUE` lines, each beginning with COUNT; "section" is the [heading] above."""
    record: dict[str, str] = {}
    section = ""
    for line in path.read_text().splitlines():
        if line.startswith("["):
            section = line
        elif match := re.match(r"(\w+) = (.*)", line):
            if match[1].lower() == "count":
                if record:
                    yield record
                record = {"section": section}
            record[match[1]] = match[2]
    yield record


# --- vectors ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("group", "folder"), [(NamedGroup.x25519, "X25519"), (NamedGroup.x448, "X448")])
def test_rfc7748(group: int, folder: str) -> None:
    found = list(rows(VECTORS / folder / "rfc7748.txt"))
    assert len(found) >= 2
    for row in found:
        share = groups.generate(group, drawing(bytes.fromhex(row["INPUT_SCALAR"])))
        assert share.private == bytes.fromhex(row["INPUT_SCALAR"])
        assert groups.finish(share, bytes.fromhex(row["INPUT_U"])).secret == bytes.fromhex(row["OUTPUT_U"])


@pytest.mark.parametrize("role", ["init", "resp"])
def test_nist_cavp_ecdh(role: str) -> None:
    """Validity tests of NIST's CAVP: right secrets, changed secrets, and public keys that are none."""
    sections = {"[EC": NamedGroup.secp256r1, "[ED": NamedGroup.secp384r1, "[EE": NamedGroup.secp521r1}
    counted = {"P": 0, "Z": 0, "Q": 0}
    for row in rows(VECTORS / "ECDH" / f"KASValidityTest_ECCStaticUnified_NOKC_ZZOnly_{role}.fax"):
        group = sections.get(row["section"][:3])
        if group is None:
            continue
        size = {NamedGroup.secp256r1: 32, NamedGroup.secp384r1: 48, NamedGroup.secp521r1: 66}[group]

        def number(name: str, row: dict[str, str] = row, size: int = size) -> bytes:
            return int(row[name], 16).to_bytes(size, "big")

        share = groups.generate(group, drawing(number("dsIUT")))
        theirs = b"\4" + number("QsCAVSx") + number("QsCAVSy")
        ours = b"\4" + number("QsIUTx") + number("QsIUTy")
        if row["Result"].startswith(("P", "F (8", "F (9")):
            assert share.public == ours
            secret = groups.finish(share, theirs).secret
            changed = "Z changed" in row["Result"]
            assert (secret == number("Z")) is not changed
            counted["Z" if changed else "P"] += 1
        elif "CAVS" in row["Result"] or "Q" in row["Result"]:
            with pytest.raises(PeerError):
                groups.finish(share, theirs)
            counted["Q"] += 1
    assert counted["P"] and counted["Z"]


@pytest.mark.parametrize(("group", "size"), [(NamedGroup.X25519MLKEM768, 768), (NamedGroup.SecP384r1MLKEM1024, 1024)])
def test_mlkem_known_answers(group: int, size: int) -> None:
    """The KEM's half of a hybrid, from its seed: the public key and the secret are those of the reference implementation."""
    curve_private = bytes(31) + b"\x09" if group == NamedGroup.X25519MLKEM768 else bytes(47) + b"\x09"
    curve = groups.generate(NamedGroup.x25519 if group == NamedGroup.X25519MLKEM768 else NamedGroup.secp384r1, drawing(curve_private))
    for row in list(rows(VECTORS / "MLKEM" / f"kat_MLKEM_{size}.rsp"))[:5]:
        value = {name: bytes.fromhex(row[name]) for name in ("d", "z", "pk", "ct", "ss")}
        seed = value["d"] + value["z"]
        share = groups.generate(group, drawing(seed, curve_private))
        if group == NamedGroup.X25519MLKEM768:
            assert share.public == value["pk"] + curve.public
            secret = groups.finish(share, value["ct"] + curve.public)
            assert secret.secret[:32] == value["ss"]
        else:
            assert share.public == curve.public + value["pk"]
            secret = groups.finish(share, curve.public + value["ct"])
            assert secret.secret[48:] == value["ss"]
        assert dict(secret.halves)[f"mlkem{size}_shared_secret"] == value["ss"]
        assert dict(share.halves)[f"mlkem{size}_private_key"] == seed


@pytest.mark.parametrize("bits", [2048, 3072, 4096, 6144, 8192])
def test_the_primes_of_rfc7919(bits: int) -> None:
    """As another implementation carries them (tlslite-ng, from the RFC's appendix), and by the RFC's formula once more."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tlslite import mathtls
    assert (2, ffdhe(bits).p) == getattr(mathtls, f"FFDHE{bits}")
    assert ffdhe(bits).g == 2
    assert ffdhe(bits) in well_known()
    if bits <= 3072:
        assert groups.dh_parameters(NamedGroup[f"ffdhe{bits}"]) == ffdhe(bits)


def test_the_primes_of_rfc3526() -> None:
    """As `cryptography` carries them for its own tests."""
    found = {DhParameters(int(row["P"], 16), int(row["G"], 16)) for row in rows(VECTORS / "DH" / "rfc3526.txt")}
    assert len(found) == 6 and found == well_known() - {ffdhe(bits) for bits in FFDHE}


def test_a_long_prime_is_taken_where_it_is_well_known() -> None:
    """Any other of that size is refused before the library looks whether it is safe: that would take seconds."""
    for parameters in (ffdhe(4096), max(well_known(), key=lambda known: (known.p.bit_length(), -known.p))):
        client = groups.generate_dh(parameters.p, parameters.g, os.urandom)
        assert len(client.public) == parameters.size
    with pytest.raises(PeerError) as caught:
        groups.generate_dh(ffdhe(4096).p, 3, os.urandom)
    assert caught.value.message.id == "tls_dh_prime_large"


@pytest.mark.parametrize("group", [NamedGroup.ffdhe2048, NamedGroup.ffdhe3072])
def test_finite_field_secrets_are_powers(group: int) -> None:
    p = groups.dh_parameters(group).p
    private = bytes(range(1, 1 + groups.dh_parameters(group).private_size))
    share = groups.generate(group, drawing(private))
    x, size = int.from_bytes(private, "big"), p.bit_length() // 8
    assert share.private == private
    assert share.public == pow(2, x, p).to_bytes(size, "big")
    peer = pow(2, 12345, p)
    assert groups.finish(share, peer.to_bytes(size, "big")).secret == pow(peer, x, p).to_bytes(size, "big")


# --- both sides -------------------------------------------------------------------------------------------------------------------

# Bytes of the client's share, the server's share and the secret: RFC 8446 section 4.2.8, draft-ietf-tls-ecdhe-mlkem section 4.
SIZES = {
    NamedGroup.x25519: (32, 32, 32),
    NamedGroup.x448: (56, 56, 56),
    NamedGroup.secp256r1: (65, 65, 32),
    NamedGroup.secp384r1: (97, 97, 48),
    NamedGroup.secp521r1: (133, 133, 66),
    NamedGroup.ffdhe2048: (256, 256, 256),
    NamedGroup.ffdhe3072: (384, 384, 384),
    NamedGroup.X25519MLKEM768: (1216, 1120, 64),
    NamedGroup.SecP256r1MLKEM768: (1249, 1153, 64),
    NamedGroup.SecP384r1MLKEM1024: (1665, 1665, 80),
}


def test_the_table_of_sizes_is_whole() -> None:
    assert set(SIZES) == set(groups.SUPPORTED)
    assert all(groups.group_name(group) == NamedGroup(group).name for group in groups.SUPPORTED)
    assert groups.group_name(0x1A1A) == ""


@pytest.mark.parametrize("group", groups.SUPPORTED)
def test_both_sides_have_the_same_secret(group: int) -> None:
    client = groups.generate(group, os.urandom)
    server, theirs = groups.respond(group, client.public, os.urandom)
    ours = groups.finish(client, server.public)
    assert ours == theirs
    assert (len(client.public), len(server.public), len(ours.secret)) == SIZES[NamedGroup(group)]
    assert b"".join(value for _, value in ours.halves) == (ours.secret if group in HYBRIDS else b"")
    assert client.private == b"".join(value for _, value in client.halves)
    for secret in (client.private, ours.secret):
        assert secret.hex() not in repr(client) + repr(ours) and repr(secret) not in repr(client) + repr(ours)


@pytest.mark.parametrize("group", HYBRIDS)
def test_the_halves_of_a_hybrid_stand_in_their_order(group: int) -> None:
    client = groups.generate(group, os.urandom)
    server, secret = groups.respond(group, client.public, os.urandom)
    kem_first = group == NamedGroup.X25519MLKEM768
    names = [name for name, _ in secret.halves]
    assert names[0].startswith("mlkem") is kem_first and names[1].startswith("mlkem") is not kem_first
    assert [name.removesuffix("_private_key") for name, _ in client.halves] == [name.removesuffix("_shared_secret") for name in names]
    assert len(server.halves) == 1  # of a ciphertext there is no private key
    if kem_first:  # both halves once more with the library alone
        kem_key, curve_key = (value for _, value in client.halves)
        kem = mlkem.MLKEM768PrivateKey.from_seed_bytes(kem_key).decapsulate(server.public[:1088])
        peer = x25519.X25519PublicKey.from_public_bytes(server.public[1088:])
        assert secret.secret == kem + x25519.X25519PrivateKey.from_private_bytes(curve_key).exchange(peer)


@pytest.mark.parametrize("group", groups.SUPPORTED)
def test_a_run_can_be_repeated(group: int) -> None:
    def source() -> Callable[[int], bytes]:
        state = iter(range(1, 10**6))
        return lambda size: bytes((next(state) * 37) & 127 for _ in range(size))

    assert groups.generate(group, source()).public == groups.generate(group, source()).public


def test_a_scalar_out_of_range_is_drawn_again() -> None:
    good = bytes(31) + b"\x05"
    share = groups.generate(NamedGroup.secp256r1, drawing(bytes(32), b"\xff" * 32, good))
    assert share.private == good
    # Of P-521 the seven bits above its size are cut off.
    assert groups.generate(NamedGroup.secp521r1, drawing(b"\xfe" + bytes(64) + b"\x05")).private == bytes(65) + b"\x05"


# --- what a peer may send instead -------------------------------------------------------------------------------------------------


def refused(group: int, public: bytes) -> str:
    """The id of the refusal, which must be the same illegal_parameter for server and client."""
    with pytest.raises(PeerError) as at_server:
        groups.respond(group, public, os.urandom)
    assert at_server.value.alert is AlertDescription.illegal_parameter
    assert all(words.say(at_server.value.message, language) for language in words.LANGUAGES)
    return at_server.value.message.id


@pytest.mark.parametrize("group", groups.SUPPORTED)
def test_wrong_lengths(group: int) -> None:
    client = groups.generate(group, os.urandom)
    server, _ = groups.respond(group, client.public, os.urandom)
    for wrong in (b"", client.public[:-1], client.public + b"\0"):
        assert refused(group, wrong) == "tls_key_share_length"
    for wrong in (b"", server.public[:-1], server.public + b"\0"):
        with pytest.raises(PeerError) as caught:
            groups.finish(client, wrong)
        assert caught.value.alert is AlertDescription.illegal_parameter


# Points of small order on Curve25519 and Curve448: every private key makes zero of them (RFC 7748 sections 6.1, 6.2).
SMALL_ORDER = [
    (NamedGroup.x25519, bytes(32)),
    (NamedGroup.x25519, b"\1" + bytes(31)),
    (NamedGroup.x25519, bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")),
    (NamedGroup.x25519, bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")),
    (NamedGroup.x25519, (2**255 - 19 - 1).to_bytes(32, "little")),
    (NamedGroup.x25519, (2**255 - 19).to_bytes(32, "little")),
    (NamedGroup.x25519, (2**255 - 19 + 1).to_bytes(32, "little")),
    (NamedGroup.x448, bytes(56)),
    (NamedGroup.x448, b"\1" + bytes(55)),
    (NamedGroup.x448, (2**448 - 2**224 - 2).to_bytes(56, "little")),
]


@pytest.mark.parametrize(("group", "public"), SMALL_ORDER)
def test_points_of_small_order(group: int, public: bytes) -> None:
    assert refused(group, public) == "tls_key_share_zero"


@pytest.mark.parametrize("group", CURVES)
def test_points_that_are_none(group: int) -> None:
    public = groups.generate(group, os.urandom).public
    size = len(public) // 2
    assert refused(group, public[:-1] + bytes((public[-1] ^ 1,))) == "tls_key_share_not_on_curve"
    assert refused(group, b"\4" + b"\xff" * (2 * size)) == "tls_key_share_not_on_curve"
    assert refused(group, b"\4" + bytes(2 * size)) == "tls_key_share_not_on_curve"
    assert refused(group, b"\6" + public[1:]) == "tls_key_share_not_uncompressed"
    assert refused(group, bytes((2 + (public[-1] & 1),)) + public[1 : 1 + size]) == "tls_key_share_length"  # compressed
    assert refused(group, b"\0") == "tls_key_share_length"  # the point at infinity


@pytest.mark.parametrize("group", [NamedGroup.ffdhe2048, NamedGroup.ffdhe3072])
def test_finite_field_values_out_of_range(group: int) -> None:
    """RFC 8446 section 4.2.8.1: 1 < Y < p - 1."""
    p = groups.dh_parameters(group).p
    size = p.bit_length() // 8
    for value in (0, 1, p - 1, p, p + 1, 2 ** (8 * size) - 1):
        assert refused(group, value.to_bytes(size, "big")) == "tls_dh_public_bad"
    for value in (2, p - 2):
        groups.respond(group, value.to_bytes(size, "big"), os.urandom)


@pytest.mark.parametrize("group", HYBRIDS)
def test_hybrids_with_one_bad_half(group: int) -> None:
    public = groups.generate(group, os.urandom).public
    kem_first = group == NamedGroup.X25519MLKEM768
    curve_size = {NamedGroup.X25519MLKEM768: 32, NamedGroup.SecP256r1MLKEM768: 65, NamedGroup.SecP384r1MLKEM1024: 97}[NamedGroup(group)]
    kem = public[:-curve_size] if kem_first else public[curve_size:]
    curve = public[-curve_size:] if kem_first else public[:curve_size]
    # Coefficients of an encapsulation key are below 3329; twelve bits of one are not (FIPS 203 section 7.2).
    bad_kem, bad_curve = b"\xff" * 3 + kem[3:], bytes(curve_size)
    assert refused(group, bad_kem + curve if kem_first else curve + bad_kem) == "tls_key_share_encapsulation_key"
    bad = refused(group, kem + bad_curve if kem_first else bad_curve + kem)
    assert bad == ("tls_key_share_zero" if kem_first else "tls_key_share_not_uncompressed")


@pytest.mark.parametrize("group", groups.SUPPORTED)
@given(data=st.data())
def test_any_bytes_end_in_a_secret_or_a_refusal(group: int, data: st.DataObject) -> None:
    size = SIZES[NamedGroup(group)][0]
    public = data.draw(st.binary(min_size=size, max_size=size) | st.binary(max_size=200))
    try:
        _, secret = groups.respond(group, public, os.urandom)
    except PeerError as error:
        assert error.alert is AlertDescription.illegal_parameter
    else:
        assert any(secret.secret)


# --- TLS 1.2: a prime and a generator of the server's -----------------------------------------------------------------------------


def test_dhe_of_tls12_strips_leading_zeros() -> None:
    """RFC 5246 section 8.1.2. Public values may come short as well."""
    p, g = groups.dh_parameters(NamedGroup.ffdhe2048).p, 2
    ours = groups.generate_dh(p, g, drawing(b"\x01" * 32))
    x = int.from_bytes(b"\x01" * 32, "big")
    y = next(y for y in range(2, 2**20) if pow(y, x, p) < 2**2040)
    secret = groups.finish_dh(ours, y.to_bytes(3, "big")).secret
    assert len(secret) < 256 and int.from_bytes(secret, "big") == pow(y, x, p)
    assert ours.public == pow(g, x, p).to_bytes(256, "big")
    assert dict(ours.halves) == {"dh_private_key": b"\x01" * 32}
    assert groups.finish_dh(ours, y.to_bytes(300, "big")).secret == secret


def test_dhe_of_tls12_agrees() -> None:
    p, g = groups.dh_parameters(NamedGroup.ffdhe3072).p, 2
    server, client = (groups.generate_dh(p, g, os.urandom) for _ in "sc")
    assert groups.finish_dh(server, client.public) == groups.finish_dh(client, server.public)
    for wrong in (b"", b"\0", b"\1", (p - 1).to_bytes(384, "big"), p.to_bytes(384, "big"), b"\xff" * 400):
        with pytest.raises(PeerError) as caught:
            groups.finish_dh(client, wrong)
        assert caught.value.alert is AlertDescription.illegal_parameter


@pytest.mark.parametrize(
    ("parameters", "alert", "id"),
    [
        (DhParameters(2**512 - 569, 2), AlertDescription.insufficient_security, "tls_dh_prime_small"),
        (DhParameters(23, 5), AlertDescription.insufficient_security, "tls_dh_prime_small"),
        (DhParameters(2**2048 + 1, 2), AlertDescription.insufficient_security, "tls_dh_prime_large"),
        (DhParameters(2**2047, 2), AlertDescription.insufficient_security, "tls_dh_prime_not_safe"),
        (DhParameters(2**2048 - 1, 2), AlertDescription.insufficient_security, "tls_dh_prime_not_safe"),
        (DhParameters(3**1200, 2), AlertDescription.insufficient_security, "tls_dh_prime_not_safe"),
        (DhParameters(2**1279 - 1, 2), AlertDescription.insufficient_security, "tls_dh_prime_not_safe"),  # a prime of Mersenne's
        (DhParameters(ffdhe(2048).p, 1), AlertDescription.illegal_parameter, "tls_dh_generator_bad"),
        (DhParameters(ffdhe(2048).p, 0), AlertDescription.illegal_parameter, "tls_dh_generator_bad"),
        (DhParameters(ffdhe(2048).p, ffdhe(2048).p - 1), AlertDescription.illegal_parameter, "tls_dh_generator_bad"),
    ],
)
def test_unusable_dh_parameters(parameters: DhParameters, alert: AlertDescription, id: str) -> None:
    with pytest.raises(PeerError) as caught:
        groups.generate_dh(parameters.p, parameters.g, os.urandom)
    assert (caught.value.alert, caught.value.message.id) == (alert, id)
    assert all(words.say(caught.value.message, language) for language in words.LANGUAGES)


def test_known_answers_of_dh_with_primes_of_others() -> None:
    """From Botan's test data, as far as it is of a size that is taken."""
    counted = 0
    for row in rows(VECTORS / "DH" / "vec.txt"):
        p, g, x, y = (int(row[name]) for name in "PGXY")
        if not SMALLEST_PRIME <= p.bit_length() <= 2048:
            continue
        parameters = DhParameters(p, g)
        key = private_key(parameters, x.to_bytes(parameters.size, "big"))
        assert power(parameters, key, y).lstrip(b"\0") == bytes.fromhex(row["K"]).lstrip(b"\0")
        client = groups.generate_dh(p, g, os.urandom)
        server = groups.generate_dh(p, g, os.urandom)
        assert groups.finish_dh(server, client.public) == groups.finish_dh(client, server.public)
        counted += 1
    assert counted
