"""Named elliptic curves: dotted OID -> name, other name, size of the field in bits.

Sources: SEC 2, X9.62, FIPS 186-4 (the P-, K- and B- names), RFC 5639 (Brainpool), RFC 4357 and RFC 7836 (GOST),
GB/T 32918.5 (SM2), ANSSI (FRP256v1).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Curve:
    """`name` is what people say (P-256); `other` the name in SEC 2 or X9.62 when that differs, else ""."""

    oid: str
    name: str
    other: str
    bits: int
    citation: str

    @property
    def openssl(self) -> str:
        """The name `openssl` prints after `ASN1 OID:`."""
        return self.other or self.name


_SEC = "1.3.132.0."
_X962 = "1.2.840.10045.3."
_BRAINPOOL = "1.3.36.3.3.2.8.1.1."

_ROWS = [
    Curve(_X962 + "1.1", "P-192", "prime192v1", 192, "RFC 5480 §2.1.1.1"),
    Curve(_SEC + "33", "P-224", "secp224r1", 224, "RFC 5480 §2.1.1.1"),
    Curve(_X962 + "1.7", "P-256", "prime256v1", 256, "RFC 5480 §2.1.1.1"),
    Curve(_SEC + "34", "P-384", "secp384r1", 384, "RFC 5480 §2.1.1.1"),
    Curve(_SEC + "35", "P-521", "secp521r1", 521, "RFC 5480 §2.1.1.1"),
    Curve(_SEC + "10", "secp256k1", "", 256, "SEC 2"),
    Curve("1.2.156.10197.1.301", "SM2", "", 256, "GB/T 32918.5"),
    Curve("1.2.250.1.223.101.256.1", "FRP256v1", "", 256, "ANSSI"),
]
_ROWS += [
    Curve(_SEC + arc, name, "", bits, "SEC 2")
    for arc, name, bits in (
        ("6", "secp112r1", 112), ("7", "secp112r2", 112), ("28", "secp128r1", 128), ("29", "secp128r2", 128),
        ("9", "secp160k1", 160), ("8", "secp160r1", 160), ("30", "secp160r2", 160), ("31", "secp192k1", 192),
        ("32", "secp224k1", 224), ("4", "sect113r1", 113), ("5", "sect113r2", 113), ("22", "sect131r1", 131),
        ("23", "sect131r2", 131), ("2", "sect163r1", 163), ("24", "sect193r1", 193), ("25", "sect193r2", 193), ("3", "sect239k1", 239),
    )
]  # fmt: skip
_ROWS += [
    Curve(_SEC + arc, name, other, bits, "RFC 5480 §2.1.1.1")
    for arc, name, other, bits in (
        ("1", "K-163", "sect163k1", 163), ("15", "B-163", "sect163r2", 163), ("26", "K-233", "sect233k1", 233),
        ("27", "B-233", "sect233r1", 233), ("16", "K-283", "sect283k1", 283), ("17", "B-283", "sect283r1", 283),
        ("36", "K-409", "sect409k1", 409), ("37", "B-409", "sect409r1", 409), ("38", "K-571", "sect571k1", 571),
        ("39", "B-571", "sect571r1", 571),
    )
]  # fmt: skip
_ROWS += [
    Curve(_X962 + arc, name, "", bits, "X9.62")
    for arc, name, bits in (
        ("1.2", "prime192v2", 192), ("1.3", "prime192v3", 192), ("1.4", "prime239v1", 239), ("1.5", "prime239v2", 239),
        ("1.6", "prime239v3", 239), ("0.1", "c2pnb163v1", 163), ("0.2", "c2pnb163v2", 163), ("0.3", "c2pnb163v3", 163),
        ("0.4", "c2pnb176v1", 176), ("0.5", "c2tnb191v1", 191), ("0.6", "c2tnb191v2", 191), ("0.7", "c2tnb191v3", 191),
        ("0.10", "c2pnb208w1", 208), ("0.11", "c2tnb239v1", 239), ("0.12", "c2tnb239v2", 239), ("0.13", "c2tnb239v3", 239),
        ("0.16", "c2pnb272w1", 272), ("0.17", "c2pnb304w1", 304), ("0.18", "c2tnb359v1", 359), ("0.19", "c2pnb368w1", 368),
        ("0.20", "c2tnb431r1", 431),
    )
]  # fmt: skip
_ROWS += [
    Curve(f"{_BRAINPOOL}{2 * index + twisted + 1}", f"brainpoolP{bits}{'rt'[twisted]}1", "", bits, "RFC 5639 §A.1")
    for index, bits in enumerate((160, 192, 224, 256, 320, 384, 512))
    for twisted in (0, 1)
]
_ROWS += [
    Curve(oid, name, "", bits, citation)
    for oid, name, bits, citation in (
        ("1.2.643.2.2.35.1", "GOST R 34.10-2001 CryptoPro-A", 256, "RFC 4357 §11.4"),
        ("1.2.643.2.2.35.2", "GOST R 34.10-2001 CryptoPro-B", 256, "RFC 4357 §11.4"),
        ("1.2.643.2.2.35.3", "GOST R 34.10-2001 CryptoPro-C", 256, "RFC 4357 §11.4"),
        ("1.2.643.2.2.36.0", "GOST R 34.10-2001 CryptoPro-XchA", 256, "RFC 4357 §11.4"),
        ("1.2.643.2.2.36.1", "GOST R 34.10-2001 CryptoPro-XchB", 256, "RFC 4357 §11.4"),
        ("1.2.643.7.1.2.1.1.1", "GOST R 34.10-2012 (256 bit) ParamSet A", 256, "RFC 7836 §A"),
        ("1.2.643.7.1.2.1.1.2", "GOST R 34.10-2012 (256 bit) ParamSet B", 256, "RFC 7836 §A"),
        ("1.2.643.7.1.2.1.1.3", "GOST R 34.10-2012 (256 bit) ParamSet C", 256, "RFC 7836 §A"),
        ("1.2.643.7.1.2.1.1.4", "GOST R 34.10-2012 (256 bit) ParamSet D", 256, "RFC 7836 §A"),
        ("1.2.643.7.1.2.1.2.1", "GOST R 34.10-2012 (512 bit) ParamSet A", 512, "RFC 7836 §A"),
        ("1.2.643.7.1.2.1.2.2", "GOST R 34.10-2012 (512 bit) ParamSet B", 512, "RFC 7836 §A"),
        ("1.2.643.7.1.2.1.2.3", "GOST R 34.10-2012 (512 bit) ParamSet C", 512, "RFC 7836 §A"),
    )
]

CURVES = {curve.oid: curve for curve in _ROWS}
