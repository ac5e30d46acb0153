"""A session with somebody who was not trusted comes back only to a client that goes on anyway."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core.tls.conversation import Clock, Side, client, judge, server, talk
from workbench.core.tls.configuration import Judgement
from workbench.core.tls.parameters import ProtocolVersion
from workbench.core.tls.tickets import TicketKeys


def doubt(*asked: Any) -> Judgement:
    """Knows the key, and trusts nobody."""
    return replace(judge(*asked), accepted=False)


@pytest.mark.parametrize("version", [ProtocolVersion.TLS1_2, ProtocolVersion.TLS1_3])
def test_going_on_anyway_makes_nobody_trusted(version: int) -> None:
    keys = TicketKeys(clock=Clock())

    def visit(**here: Any) -> Side:
        return talk(client(versions=(version,), **here), server(versions=(version,), ticket_keys=keys))[0]

    first = visit(verify=doubt, continue_when_not_trusted=True)
    session = first.endpoint.sessions[0]
    assert first.endpoint.connected and not session.trusted

    again = visit(verify=doubt, continue_when_not_trusted=True, session=session)
    assert again.endpoint.negotiated["resumed"] is True
    assert not any(kept.trusted for kept in again.endpoint.sessions)

    careful = visit(verify=doubt, session=session)
    assert not careful.endpoint.connected and careful.endpoint.failure is not None

    trusted = visit().endpoint.sessions[0]
    assert trusted.trusted and visit(session=trusted).endpoint.negotiated["resumed"] is True
