"""What may be chosen for each parameter of a scenario, and what the scenario does by itself.

What is offered together can be played: a choice that would be refused, or could change nothing, is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.core.handshake.scenarios import UNCHANGED, Scenario
from workbench.core.handshake.scenarios.parameters import ClientCertificate, Deed, Parameters, ServerCertificate
from workbench.core.handshake.scenarios.pki import HOST, OTHER_HOST
from workbench.core.handshake.scenarios.stage import BOTH, TLS12, TLS13, fitting, fitting_groups, fitting_key, takes
from workbench.core.tls.cipher_suites import SUITES, Authentication, KeyExchange
from workbench.core.tls.groups import SUPPORTED
from workbench.core.tls.key_exchange12 import ELLIPTIC_CURVES, FINITE_FIELDS
from workbench.core.tls.parameters import ProtocolVersion
from workbench.core.x509.issuance import KeyKind

SAME_SEED = 1
"""With it a scenario gives the same bytes each time."""

WITH_RSA_KEY = ("tls12_rsa", "tls12_ecdhe_rsa", "tls12_dhe", "opened_years_later_rsa", "opened_years_later_ecdhe")
OWN: Mapping[str, Any] = {
    "key_kind": KeyKind.P_256,
    "server_name": HOST,
    "certificate_name": HOST,
    "server_certificate": ServerCertificate.good,
    "trust_root": True,
    "continue_anyway": False,
    "resumption": False,
    "client_authentication": False,
    "client_certificate": ClientCertificate.good,
    "deed": Deed.nothing,
    "seed": None,
}
"""What a scenario does by itself, where nothing else is said below."""

OWN_OF: Mapping[str, Mapping[str, Any]] = {
    **{id: {"key_kind": KeyKind.RSA_2048} for id in WITH_RSA_KEY},
    "untrusted_issuer": {"server_certificate": ServerCertificate.unknown_ca},
    "continue_anyway": {"server_certificate": ServerCertificate.unknown_ca, "continue_anyway": True},
    "expired": {"server_certificate": ServerCertificate.expired},
    "wrong_host": {"certificate_name": OTHER_HOST},
    "missing_intermediate": {"server_certificate": ServerCertificate.no_intermediate},
    "revoked": {"server_certificate": ServerCertificate.revoked},
    "no_client_certificate": {"client_certificate": ClientCertificate.missing},
    "foreign_client_certificate": {"client_certificate": ClientCertificate.unknown_ca},
    "downgrade": {"deed": Deed.take_out_tls13},
    "tampered_client_hello": {"deed": Deed.take_out_suite},
    "tampered_record": {"deed": Deed.change_request},
    "wrong_finished": {"deed": Deed.take_out_suite},
    "impostor_own_certificate": {"deed": Deed.pose_with_own_certificate},
    "impostor_true_certificate": {"deed": Deed.pose_with_true_certificate},
    "replayed_early_data": {"deed": Deed.replay_early_data},
}

Agreed = Mapping[str, Any]
"""What the last connection of the scenario agreed on: `Connection.negotiated`, empty when it is not known."""


def own_value(scenario: Scenario, name: str, parameters: Parameters = UNCHANGED) -> Any:
    """What the scenario does by itself, with these parameters beside. Raises KeyError for versions, groups and suites: that is for the
    handshake to find out."""
    value = OWN_OF.get(scenario.id, {}).get(name, OWN[name])
    return fitting_key(parameters.cipher_suites, value) if name == "key_kind" else value


def offered(scenario: Scenario, name: str, parameters: Parameters, agreed: Agreed) -> tuple[Any, ...]:
    """Values that may be chosen for a parameter beside those that are chosen already: the scenario's own among them where it is known.

    Empty for what is written and not chosen (`server_name`), and where a choice would change nothing.
    """
    if name in _made_pointless(parameters):
        return ()
    match name:
        case "own":
            return (None, parameters.own) if parameters.own is not None else ()
        case "versions":
            return _versions(scenario, parameters)
        case "groups":
            return _groups(parameters, agreed)
        case "cipher_suites":
            return _suites(parameters, agreed)
        case "key_kind":
            return _keys(parameters, agreed)
        case "certificate_name":
            parent = parameters.server_name.partition(".")[2]
            names = (own_value(scenario, name), HOST, parameters.server_name, f"*.{parent}" if "." in parent else "", OTHER_HOST)
            return tuple(dict.fromkeys(name for name in names if name))
        case "server_certificate":
            return tuple(ServerCertificate)
        case "client_certificate":
            asked = "client_authentication" not in scenario.parameters or parameters.client_authentication
            return tuple(ClientCertificate) if asked else ()
        case "deed":
            return tuple(deed for deed in scenario.deeds if deed is not Deed.take_out_tls13 or parameters.versions != TLS12)
        case "trust_root" | "continue_anyway" | "resumption" | "client_authentication":
            return (True, False)
        case "seed":
            return (None, SAME_SEED)
    return ()


def settle(parameters: Parameters) -> Parameters:
    """The parameters without those that another choice has made pointless: suites, groups and keys of a version that is not spoken,
    groups of another key exchange, and what a client has that nobody asks."""
    if parameters.versions:
        parameters = replace(parameters, cipher_suites=fitting(parameters.cipher_suites, parameters.versions))
    if parameters.groups and fitting_groups(parameters.groups, parameters.cipher_suites) != parameters.groups:
        parameters = replace(parameters, groups=())
    if parameters.versions == TLS12:
        groups = tuple(group for group in parameters.groups if group in ELLIPTIC_CURVES + FINITE_FIELDS)
        kind = parameters.key_kind
        parameters = replace(parameters, groups=groups, key_kind=None if kind is not None and _post_quantum(kind) else kind)
    if parameters.client_authentication is False:
        parameters = replace(parameters, client_certificate=None)
    pointless: dict[str, Any] = dict.fromkeys(_made_pointless(parameters))
    return replace(parameters, **pointless)


def _made_pointless(parameters: Parameters) -> tuple[str, ...]:
    """What says how a certificate is made, where somebody brings their own."""
    if parameters.own is None:
        return ()
    return ("client_certificate",) if parameters.own.for_client else ("certificate_name", "server_certificate", "key_kind")


def _tls12(parameters: Parameters, agreed: Agreed) -> bool:
    """Whether TLS 1.2 alone is spoken, as far as can be seen."""
    if parameters.versions:
        return parameters.versions == TLS12
    return agreed.get("version") == ProtocolVersion.TLS1_2


def _suite(parameters: Parameters, agreed: Agreed) -> int | None:
    return parameters.cipher_suites[0] if parameters.cipher_suites else agreed.get("cipher_suite")


def _versions(scenario: Scenario, parameters: Parameters) -> tuple[tuple[int, ...], ...]:
    deed = parameters.deed or OWN_OF.get(scenario.id, OWN).get("deed")
    if scenario.id == "tls13_key_update" or deed is Deed.take_out_tls13:
        return (TLS13, BOTH)
    return (TLS13, TLS12, BOTH)


def _groups(parameters: Parameters, agreed: Agreed) -> tuple[tuple[int], ...]:
    if not _tls12(parameters, agreed):
        return tuple((group,) for group in SUPPORTED)
    suite = SUITES.get(_suite(parameters, agreed) or 0)
    exchange = suite.key_exchange if suite is not None else KeyExchange.ecdhe
    if exchange is KeyExchange.rsa:
        return ()
    return tuple((group,) for group in SUPPORTED if group in (FINITE_FIELDS if exchange is KeyExchange.dhe else ELLIPTIC_CURVES))


def _suites(parameters: Parameters, agreed: Agreed) -> tuple[tuple[int], ...]:
    tls12 = _tls12(parameters, agreed)
    return tuple(
        (suite.code,)
        for suite in SUITES.values()
        if suite.tls13 is not tls12 and (parameters.key_kind is None or takes(suite.code, parameters.key_kind))
    )


KINDS = tuple(kind for kind in KeyKind if kind not in (KeyKind.RSA_6144, KeyKind.RSA_8192))
"""Making larger RSA keys takes longer than anybody wants to wait for a handshake."""


def _keys(parameters: Parameters, agreed: Agreed) -> tuple[KeyKind, ...]:
    if not _tls12(parameters, agreed):
        return KINDS
    suite = SUITES.get(_suite(parameters, agreed) or 0)
    if suite is None:
        return tuple(kind for kind in KINDS if not _post_quantum(kind))
    if not parameters.cipher_suites and suite.key_exchange is KeyExchange.ecdhe:  # the scenario's own suite follows the key
        return tuple(kind for kind in KINDS if not _post_quantum(kind))
    rsa = suite.authentication is Authentication.rsa
    return tuple(kind for kind in KINDS if kind.is_rsa is rsa and not _post_quantum(kind))


def _post_quantum(kind: KeyKind) -> bool:
    return kind.value.startswith("ml-dsa")
