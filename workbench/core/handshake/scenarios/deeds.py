"""What an attacker does to a visit, one function each: what sits on the wire then, or what stands in the server's place."""

from __future__ import annotations

from dataclasses import replace

from workbench.core.errors import UsageError
from workbench.core.handshake.scenarios.attackers import (
    change_client_hello,
    flip_a_bit,
    flip_a_bit_of_finished12,
    without_first_suite,
    without_tls13,
)
from workbench.core.handshake.scenarios.parameters import Deed
from workbench.core.handshake.scenarios.pki import ScenarioPki, impostor, impostor_with_true_certificate
from workbench.core.handshake.transcript import Role
from workbench.core.handshake.wire import Attacker
from workbench.core.tls.configuration import ClientConfiguration, Credential, ServerConfiguration
from workbench.core.tls.parameters import ProtocolVersion


def check_deed(deed: Deed, versions: tuple[int, ...]) -> None:
    """Raise UsageError for a deed that cannot be done where these versions are offered."""
    if deed is Deed.take_out_tls13 and ProtocolVersion.TLS1_3 not in versions:
        raise UsageError("scenario_no_tls13_to_take_out")


def attacker_for(deed: Deed, client: ClientConfiguration, server: ServerConfiguration) -> Attacker | None:
    """Who sits on the wire of the next visit between these two; None when nobody does."""
    tls13 = ProtocolVersion.TLS1_3 in client.versions
    match deed:
        case Deed.take_out_suite:
            return change_client_hello(without_first_suite, "attack_takes_out_suite")
        case Deed.take_out_tls13:
            return change_client_hello(without_tls13, "attack_takes_out_tls13")
        case Deed.change_finished:
            return flip_a_bit(Role.client, _before_finished(client, server)) if tls13 else flip_a_bit_of_finished12(Role.client)
        case Deed.change_request:
            return flip_a_bit(Role.client, _before_finished(client, server) + 1 if tls13 else 0)
        case _:
            return None


def posing_credential(deed: Deed, pki: ScenarioPki, shown: Credential) -> Credential:
    """What an impostor has to show; `shown` is what the true server shows everybody."""
    if deed is Deed.pose_with_own_certificate:
        return impostor(pki)
    return impostor_with_true_certificate(replace(pki, server=shown))


def _before_finished(client: ClientConfiguration, server: ServerConfiguration) -> int:
    """How many protected records of the client come before its Finished in TLS 1.3, where each message has a record of its own."""
    if client.session is not None or not server.request_client_certificate:
        return 0
    return 2 if client.credentials else 1
