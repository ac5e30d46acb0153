"""Code points of TLS as IANA registers them. In messages they are plain integers: unknown ones survive."""

from __future__ import annotations

from collections.abc import Callable
from enum import EnumType, IntEnum

Names = type[IntEnum] | Callable[[int], str]
"""Where the names of code points come from."""


def name_of(names: Names, value: int) -> str:
    """The name of a code point, "" when it has none."""
    if isinstance(names, EnumType):
        member = names._value2member_map_.get(value)
        return member._name_ if member is not None else ""
    return names(value)


def is_grease(value: int) -> bool:
    """Whether a 16-bit code point is one of those that mean nothing and are sent to keep peers tolerant (RFC 8701)."""
    return value & 0x0F0F == 0x0A0A and value >> 8 == value & 0xFF


class ProtocolVersion(IntEnum):
    SSL2_0 = 0x0002
    SSL3_0 = 0x0300
    TLS1_0 = 0x0301
    TLS1_1 = 0x0302
    TLS1_2 = 0x0303
    TLS1_3 = 0x0304
    DTLS1_3 = 0xFEFC
    DTLS1_2 = 0xFEFD
    DTLS1_0 = 0xFEFF


TLS13_DRAFTS = 0x7F
"""First byte of the versions of drafts of TLS 1.3; the second counts them."""


def version_name(code: int) -> str:
    """`TLS1_3`, `TLS1_3_draft_28`; "" when unknown."""
    if code >> 8 == TLS13_DRAFTS:
        return f"TLS1_3_draft_{code & 0xFF}"
    return name_of(ProtocolVersion, code)


def version_title(code: int) -> str:
    """What people say: "TLS 1.3"; the number for a version that nobody registered."""
    family, separator, minor = version_name(code).partition("_")
    return f"{family[:3]} {family[3:]}.{minor.replace('_', ' ')}" if separator else f"0x{code:04x}"


class ContentType(IntEnum):
    invalid = 0
    change_cipher_spec = 20
    alert = 21
    handshake = 22
    application_data = 23
    heartbeat = 24


class HandshakeType(IntEnum):
    hello_request = 0
    client_hello = 1
    server_hello = 2
    hello_verify_request = 3
    new_session_ticket = 4
    end_of_early_data = 5
    hello_retry_request = 6
    encrypted_extensions = 8
    request_connection_id = 9
    new_connection_id = 10
    certificate = 11
    server_key_exchange = 12
    certificate_request = 13
    server_hello_done = 14
    certificate_verify = 15
    client_key_exchange = 16
    client_certificate_request = 17
    finished = 20
    certificate_url = 21
    certificate_status = 22
    supplemental_data = 23
    key_update = 24
    compressed_certificate = 25
    ekt_key = 26
    next_protocol = 67  # never registered: Next Protocol Negotiation, before ALPN
    message_hash = 254


class NamedGroup(IntEnum):
    """All that have a name, for display. What the engine can compute with: `groups.SUPPORTED`."""

    sect163k1 = 0x0001
    sect163r1 = 0x0002
    sect163r2 = 0x0003
    sect193r1 = 0x0004
    sect193r2 = 0x0005
    sect233k1 = 0x0006
    sect233r1 = 0x0007
    sect239k1 = 0x0008
    sect283k1 = 0x0009
    sect283r1 = 0x000A
    sect409k1 = 0x000B
    sect409r1 = 0x000C
    sect571k1 = 0x000D
    sect571r1 = 0x000E
    secp160k1 = 0x000F
    secp160r1 = 0x0010
    secp160r2 = 0x0011
    secp192k1 = 0x0012
    secp192r1 = 0x0013
    secp224k1 = 0x0014
    secp224r1 = 0x0015
    secp256k1 = 0x0016
    secp256r1 = 0x0017
    secp384r1 = 0x0018
    secp521r1 = 0x0019
    brainpoolP256r1 = 0x001A
    brainpoolP384r1 = 0x001B
    brainpoolP512r1 = 0x001C
    x25519 = 0x001D
    x448 = 0x001E
    brainpoolP256r1tls13 = 0x001F
    brainpoolP384r1tls13 = 0x0020
    brainpoolP512r1tls13 = 0x0021
    GC256A = 0x0022
    GC256B = 0x0023
    GC256C = 0x0024
    GC256D = 0x0025
    GC512A = 0x0026
    GC512B = 0x0027
    GC512C = 0x0028
    curveSM2 = 0x0029
    ffdhe2048 = 0x0100
    ffdhe3072 = 0x0101
    ffdhe4096 = 0x0102
    ffdhe6144 = 0x0103
    ffdhe8192 = 0x0104
    MLKEM512 = 0x0200
    MLKEM768 = 0x0201
    MLKEM1024 = 0x0202
    SecP256r1MLKEM768 = 0x11EB
    X25519MLKEM768 = 0x11EC
    SecP384r1MLKEM1024 = 0x11ED
    curveSM2MLKEM768 = 0x11EE
    CECPQ2 = 0x4138  # never registered: an experiment of 2018
    X25519Kyber768Draft00 = 0x6399
    SecP256r1Kyber768Draft00 = 0x639A
    arbitrary_explicit_prime_curves = 0xFF01
    arbitrary_explicit_char2_curves = 0xFF02


class SignatureScheme(IntEnum):
    """All that have a name, for display; also those that only TLS 1.2 has, where a code point is a pair of hash and signature.

    What TLS 1.2 reads out of the code points of ECDSA is the hash alone, not the curve (RFC 8446 section 4.2.3).
    """

    rsa_md5 = 0x0101
    dsa_md5 = 0x0102
    ecdsa_md5 = 0x0103
    rsa_pkcs1_sha1 = 0x0201
    dsa_sha1 = 0x0202
    ecdsa_sha1 = 0x0203
    rsa_pkcs1_sha224 = 0x0301
    dsa_sha224 = 0x0302
    ecdsa_sha224 = 0x0303
    rsa_pkcs1_sha256 = 0x0401
    dsa_sha256 = 0x0402
    ecdsa_secp256r1_sha256 = 0x0403
    rsa_pkcs1_sha256_legacy = 0x0420
    rsa_pkcs1_sha384 = 0x0501
    dsa_sha384 = 0x0502
    ecdsa_secp384r1_sha384 = 0x0503
    rsa_pkcs1_sha384_legacy = 0x0520
    rsa_pkcs1_sha512 = 0x0601
    dsa_sha512 = 0x0602
    ecdsa_secp521r1_sha512 = 0x0603
    rsa_pkcs1_sha512_legacy = 0x0620
    eccsi_sha256 = 0x0704
    iso_ibs1 = 0x0705
    iso_ibs2 = 0x0706
    iso_chinese_ibs = 0x0707
    sm2sig_sm3 = 0x0708
    gostr34102012_256a = 0x0709
    gostr34102012_256b = 0x070A
    gostr34102012_256c = 0x070B
    gostr34102012_256d = 0x070C
    gostr34102012_512a = 0x070D
    gostr34102012_512b = 0x070E
    gostr34102012_512c = 0x070F
    rsa_pss_rsae_sha256 = 0x0804
    rsa_pss_rsae_sha384 = 0x0805
    rsa_pss_rsae_sha512 = 0x0806
    ed25519 = 0x0807
    ed448 = 0x0808
    rsa_pss_pss_sha256 = 0x0809
    rsa_pss_pss_sha384 = 0x080A
    rsa_pss_pss_sha512 = 0x080B
    ecdsa_brainpoolP256r1tls13_sha256 = 0x081A
    ecdsa_brainpoolP384r1tls13_sha384 = 0x081B
    ecdsa_brainpoolP512r1tls13_sha512 = 0x081C
    gostr34102012_256 = 0x0840
    gostr34102012_512 = 0x0841
    mldsa44 = 0x0904
    mldsa65 = 0x0905
    mldsa87 = 0x0906
    slhdsa_sha2_128s = 0x0911
    slhdsa_sha2_128f = 0x0912
    slhdsa_sha2_192s = 0x0913
    slhdsa_sha2_192f = 0x0914
    slhdsa_sha2_256s = 0x0915
    slhdsa_sha2_256f = 0x0916
    slhdsa_shake_128s = 0x0917
    slhdsa_shake_128f = 0x0918
    slhdsa_shake_192s = 0x0919
    slhdsa_shake_192f = 0x091A
    slhdsa_shake_256s = 0x091B
    slhdsa_shake_256f = 0x091C


class ExtensionType(IntEnum):
    server_name = 0
    max_fragment_length = 1
    client_certificate_url = 2
    trusted_ca_keys = 3
    truncated_hmac = 4
    status_request = 5
    user_mapping = 6
    client_authz = 7
    server_authz = 8
    cert_type = 9
    supported_groups = 10
    ec_point_formats = 11
    srp = 12
    signature_algorithms = 13
    use_srtp = 14
    heartbeat = 15
    application_layer_protocol_negotiation = 16
    status_request_v2 = 17
    signed_certificate_timestamp = 18
    client_certificate_type = 19
    server_certificate_type = 20
    padding = 21
    encrypt_then_mac = 22
    extended_master_secret = 23
    token_binding = 24
    cached_info = 25
    tls_lts = 26
    compress_certificate = 27
    record_size_limit = 28
    pwd_protect = 29
    pwd_clear = 30
    password_salt = 31
    ticket_pinning = 32
    tls_cert_with_extern_psk = 33
    delegated_credential = 34
    session_ticket = 35
    TLMSP = 36
    TLMSP_proxying = 37
    TLMSP_delegate = 38
    supported_ekt_ciphers = 39
    key_share_draft = 40  # what key_share had in drafts of TLS 1.3; today reserved
    pre_shared_key = 41
    early_data = 42
    supported_versions = 43
    cookie = 44
    psk_key_exchange_modes = 45
    certificate_authorities = 47
    oid_filters = 48
    post_handshake_auth = 49
    signature_algorithms_cert = 50
    key_share = 51
    transparency_info = 52
    connection_id_deprecated = 53
    connection_id = 54
    external_id_hash = 55
    external_session_id = 56
    quic_transport_parameters = 57
    ticket_request = 58
    dnssec_chain = 59
    sequence_number_encryption_algorithms = 60
    rrc = 61
    tls_flags = 62
    next_protocol_negotiation = 13172  # never registered, as the next one and the two of channel ids
    application_settings_old = 17513
    application_settings = 17613
    channel_id_old = 30031
    channel_id = 30032
    ech_outer_extensions = 0xFD00
    encrypted_client_hello = 0xFE0D
    encrypted_server_name = 0xFFCE
    renegotiation_info = 0xFF01


class CompressionMethod(IntEnum):
    null = 0
    DEFLATE = 1


class PskKeyExchangeMode(IntEnum):
    psk_ke = 0
    psk_dhe_ke = 1


def psk_key_exchange_mode_name(code: int) -> str:
    """The mode's name; "GREASE" for the reserved values of RFC 8701, which lie 0x1F apart."""
    return "GREASE" if code % 0x1F == 0x0B else name_of(PskKeyExchangeMode, code)


class KeyUpdateRequest(IntEnum):
    update_not_requested = 0
    update_requested = 1


class ClientCertificateType(IntEnum):
    rsa_sign = 1
    dss_sign = 2
    rsa_fixed_dh = 3
    dss_fixed_dh = 4
    rsa_ephemeral_dh_RESERVED = 5
    dss_ephemeral_dh_RESERVED = 6
    fortezza_dms_RESERVED = 20
    ecdsa_sign = 64
    rsa_fixed_ecdh = 65
    ecdsa_fixed_ecdh = 66
    gost_sign256 = 67
    gost_sign512 = 68


class ECCurveType(IntEnum):
    explicit_prime = 1
    explicit_char2 = 2
    named_curve = 3


class ECPointFormat(IntEnum):
    uncompressed = 0
    ansiX962_compressed_prime = 1
    ansiX962_compressed_char2 = 2


class CertificateStatusType(IntEnum):
    ocsp = 1
    ocsp_multi_RESERVED = 2


class CertificateCompressionAlgorithm(IntEnum):
    zlib = 1
    brotli = 2
    zstd = 3


class CertificateType(IntEnum):
    X509 = 0
    OpenPGP_RESERVED = 1
    RawPublicKey = 2


class HeartbeatMode(IntEnum):
    peer_allowed_to_send = 1
    peer_not_allowed_to_send = 2
