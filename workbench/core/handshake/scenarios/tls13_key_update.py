"""TLS 1.3: in the middle of the conversation both sides go on to fresh keys."""

from __future__ import annotations

from workbench.core.errors import UsageError
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import PAGE, Stage, Visit, http_response
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.parameters import ProtocolVersion
from workbench.core.tls.states import State


def run(parameters: Parameters) -> Transcript:
    """Play it. Raises UsageError where TLS 1.3 may not be spoken."""
    stage = Stage(parameters)
    if ProtocolVersion.TLS1_3 not in stage.client.versions:
        raise UsageError("scenario_no_key_update")
    stage.last_visit(_act)
    return stage.transcript("tls13_key_update")


def _act(visit: Visit) -> None:
    """Two requests; between them the client asks for fresh keys on both sides (RFC 8446 section 4.6.3)."""
    client, server = visit.client, visit.server
    if client.state is State.START:
        client.start()
    elif client.connected and not visit.asked:
        visit.asked = True
        client.send(visit.request)
    if server.connected and server.take_received():
        server.send(http_response(PAGE))
    if client.connected and client.take_received():
        if visit.answered:
            client.close()
        else:
            visit.answered = True
            client.update_keys(True)
            client.send(visit.request)
