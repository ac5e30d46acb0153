"""Names of objects as OpenSSL 3 prints them; everything else is printed as dotted decimal."""

from __future__ import annotations

from workbench.core.asn1.oids import oid_name
from workbench.core.x509.curves import CURVES

_BLOCKS = (
    ("2.5.29", "9 X509v3 Subject Directory Attributes|14 X509v3 Subject Key Identifier|15 X509v3 Key Usage|"
     "16 X509v3 Private Key Usage Period|17 X509v3 Subject Alternative Name|18 X509v3 Issuer Alternative Name|"
     "19 X509v3 Basic Constraints|20 X509v3 CRL Number|21 X509v3 CRL Reason Code|23 Hold Instruction Code|24 Invalidity Date|"
     "27 X509v3 Delta CRL Indicator|28 X509v3 Issuing Distribution Point|29 X509v3 Certificate Issuer|30 X509v3 Name Constraints|"
     "31 X509v3 CRL Distribution Points|32 X509v3 Certificate Policies|32.0 X509v3 Any Policy|33 X509v3 Policy Mappings|"
     "35 X509v3 Authority Key Identifier|36 X509v3 Policy Constraints|37 X509v3 Extended Key Usage|37.0 Any Extended Key Usage|"
     "46 X509v3 Freshest CRL|54 X509v3 Inhibit Any Policy|55 X509v3 AC Targeting|56 X509v3 No Revocation Available"),
    ("1.3.6.1.5.5.7.1", "1 Authority Information Access|2 Biometric Info|3 qcStatements|4 ac-auditEntity|6 aaControls|7 sbgp-ipAddrBlock|"
     "8 sbgp-autonomousSysNum|9 sbgp-routerIdentifier|10 ac-proxying|11 Subject Information Access|14 Proxy Certificate Information|"
     "24 TLS Feature|28 sbgp-ipAddrBlockv2|29 sbgp-autonomousSysNumv2"),
    ("1.3.6.1.5.5.7.3", "1 TLS Web Server Authentication|2 TLS Web Client Authentication|3 Code Signing|4 E-mail Protection|"
     "5 IPSec End System|6 IPSec Tunnel|7 IPSec User|8 Time Stamping|9 OCSP Signing|10 dvcs|17 ipsec Internet Key Exchange|"
     "18 Ctrl/provision WAP Access|19 Ctrl/Provision WAP Termination|21 SSH Client|22 SSH Server|23 Send Router|24 Send Proxied Router|"
     "25 Send Owner|26 Send Proxied Owner|27 CMC Certificate Authority|28 CMC Registration Authority|29 CMC Archive Server|"
     "30 BGPsec Router|31 Brand Indicator for Message Identification|32 Certificate Management Key Generation Authority"),
    ("1.3.6.1.5.5.7.48", "1 OCSP|1.1 Basic OCSP Response|1.2 OCSP Nonce|1.3 OCSP CRL ID|1.4 Acceptable OCSP Responses|1.5 OCSP No Check|"
     "1.6 OCSP Archive Cutoff|1.7 OCSP Service Locator|1.8 Extended OCSP Status|2 CA Issuers|3 AD Time Stamping|4 ad dvcs|5 CA Repository|"
     "10 RPKI Manifest|11 Signed Object|13 RPKI Notify"),
    ("1.3.6.1.5.5.7", "2.1 Policy Qualifier CPS|2.2 Policy Qualifier User Notice|21.0 Any language|21.1 Inherit all|21.2 Independent|"
     "14.2 ipAddr-asNumber|14.3 ipAddr-asNumberv2"),
    ("1.3.6.1.4.1.311", "2.1.14 Microsoft Extension Request|2.1.21 Microsoft Individual Code Signing|"
     "2.1.22 Microsoft Commercial Code Signing|"
     "10.3.1 Microsoft Trust List Signing|10.3.3 Microsoft Server Gated Crypto|10.3.4 Microsoft Encrypted File System|"
     "17.1 Microsoft CSP Name|17.2 Microsoft Local Key set|20.2.2 Microsoft Smartcard Login|20.2.3 Microsoft User Principal Name"),
    ("1.3.6.1.4.1.11129.2.4", "2 CT Precertificate SCTs|3 CT Precertificate Poison|4 CT Precertificate Signer|5 CT Certificate SCTs"),
    ("2.16.840.1.113730", "1.1 Netscape Cert Type|1.2 Netscape Base Url|1.3 Netscape Revocation Url|1.4 Netscape CA Revocation Url|"
     "1.7 Netscape Renewal Url|1.8 Netscape CA Policy Url|1.12 Netscape SSL Server Name|1.13 Netscape Comment|"
     "4.1 Netscape Server Gated Crypto"),
    ("1.2.840.113549.1.9", "1 emailAddress|2 unstructuredName|3 contentType|4 messageDigest|5 signingTime|6 countersignature|"
     "7 challengePassword|8 unstructuredAddress|14 Extension Request|15 S/MIME Capabilities|20 friendlyName|21 localKeyID"),
    ("1.3.6.1.5.2.3", "4 PKINIT Client Auth|5 Signing KDC Response"),
    ("1.2.840.113549.1.1", "1 rsaEncryption|2 md2WithRSAEncryption|3 md4WithRSAEncryption|4 md5WithRSAEncryption|5 sha1WithRSAEncryption|"
     "7 rsaesOaep|8 mgf1|10 rsassaPss|11 sha256WithRSAEncryption|12 sha384WithRSAEncryption|13 sha512WithRSAEncryption|"
     "14 sha224WithRSAEncryption|15 sha512-224WithRSAEncryption|16 sha512-256WithRSAEncryption"),
    ("1.3.14.3.2", "12 dsaEncryption-old|13 dsaWithSHA|26 sha1|27 dsaWithSHA1-old|29 sha1WithRSA"),
    ("1.2.840.10040.4", "1 dsaEncryption|3 dsaWithSHA1"),
    ("1.2.840.10045", "2.1 id-ecPublicKey|4.1 ecdsa-with-SHA1|4.3.1 ecdsa-with-SHA224|4.3.2 ecdsa-with-SHA256|4.3.3 ecdsa-with-SHA384|"
     "4.3.4 ecdsa-with-SHA512"),
    ("2.16.840.1.101.3.4.3", "1 dsa_with_SHA224|2 dsa_with_SHA256|3 dsa_with_SHA384|4 dsa_with_SHA512|9 ecdsa_with_SHA3-224|"
     "10 ecdsa_with_SHA3-256|11 ecdsa_with_SHA3-384|12 ecdsa_with_SHA3-512|13 RSA-SHA3-224|14 RSA-SHA3-256|15 RSA-SHA3-384|"
     "16 RSA-SHA3-512|17 ML-DSA-44|18 ML-DSA-65|19 ML-DSA-87|20 SLH-DSA-SHA2-128s|21 SLH-DSA-SHA2-128f|22 SLH-DSA-SHA2-192s|"
     "23 SLH-DSA-SHA2-192f|24 SLH-DSA-SHA2-256s|25 SLH-DSA-SHA2-256f|26 SLH-DSA-SHAKE-128s|27 SLH-DSA-SHAKE-128f|"
     "28 SLH-DSA-SHAKE-192s|29 SLH-DSA-SHAKE-192f|30 SLH-DSA-SHAKE-256s|31 SLH-DSA-SHAKE-256f"),
    ("2.16.840.1.101.3.4.4", "1 ML-KEM-512|2 ML-KEM-768|3 ML-KEM-1024"),
    ("1.3.101", "110 X25519|111 X448|112 ED25519|113 ED448"),
    ("1.2.840", "113549.1.3.1 dhKeyAgreement|10046.2.1 X9.42 DH|113549.2.5 md5|113549.2.2 md2"),
    ("1.2.156.10197.1", "301 sm2|501 SM2-with-SM3|504 sm3WithRSAEncryption"),
    ("1.2.643", "2.2.3 GOST R 34.11-94 with GOST R 34.10-2001|2.2.19 GOST R 34.10-2001|"
     "7.1.1.1.1 GOST R 34.10-2012 with 256 bit modulus|7.1.1.1.2 GOST R 34.10-2012 with 512 bit modulus|"
     "7.1.1.3.2 GOST R 34.10-2012 with GOST R 34.11-2012 (256 bit)|7.1.1.3.3 GOST R 34.10-2012 with GOST R 34.11-2012 (512 bit)"),
)  # fmt: skip

LONG = {f"{root}.{entry.split(' ', 1)[0]}": entry.split(" ", 1)[1] for root, names in _BLOCKS for entry in names.split("|")}

# Attribute types that OpenSSL knows by a short name; others that it knows it prints by the name of the standard.
_SHORT = {
    "2.5.4.3": "CN", "2.5.4.4": "SN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.9": "street", "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.42": "GN", "0.9.2342.19200300.100.1.1": "UID", "0.9.2342.19200300.100.1.25": "DC", "0.9.2342.19200300.100.1.3": "mail",
    "0.9.2342.19200300.100.1.44": "uid", "1.3.6.1.4.1.311.60.2.1.1": "jurisdictionL", "1.3.6.1.4.1.311.60.2.1.2": "jurisdictionST",
    "1.3.6.1.4.1.311.60.2.1.3": "jurisdictionC", "2.5.4.98": "c3", "2.5.4.99": "n3", "2.5.4.45": "x500UniqueIdentifier",
    "1.2.643.3.131.1.1": "INN", "1.2.643.100.1": "OGRN", "1.2.643.100.3": "SNILS",
    "1.3.6.1.5.5.7.9.1": "id-pda-dateOfBirth", "1.3.6.1.5.5.7.9.2": "id-pda-placeOfBirth", "1.3.6.1.5.5.7.9.3": "id-pda-gender",
    "1.3.6.1.5.5.7.9.4": "id-pda-countryOfCitizenship", "1.3.6.1.5.5.7.9.5": "id-pda-countryOfResidence",
}  # fmt: skip
_STANDARD = ("2.5.4.", "1.2.840.113549.1.9.", "0.9.2342.19200300.100.1.")

# Bits of the order of the curve's group where it differs from the size of the field.
ORDER_BITS = {
    "1.3.132.0.7": 110, "1.3.132.0.29": 126, "1.3.132.0.9": 161, "1.3.132.0.8": 161, "1.3.132.0.30": 161, "1.3.132.0.32": 225,
    "1.3.132.0.2": 162, "1.3.132.0.26": 232, "1.3.132.0.3": 238, "1.3.132.0.16": 281, "1.3.132.0.17": 282, "1.3.132.0.36": 407,
    "1.3.132.0.38": 570, "1.3.132.0.39": 570,
}  # fmt: skip


def object_text(oid: str) -> str:
    """An OID as `i2a_ASN1_OBJECT` prints it: the long name, else dotted decimal."""
    if oid in LONG:
        return LONG[oid]
    if oid in CURVES:
        return CURVES[oid].openssl
    return _standard(oid) or oid


def attribute_text(oid: str) -> str:
    """The type of a name's attribute: `CN`, `serialNumber`, dotted decimal."""
    return _SHORT.get(oid) or LONG.get(oid) or _standard(oid) or oid


def _standard(oid: str) -> str | None:
    return oid_name(oid) if oid.startswith(_STANDARD) else None
