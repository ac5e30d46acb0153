"""What one end sees of TCP, told to a recorder.

The operating system speaks TCP, so its own segments are not seen: steps say that they happened and have no bytes. The packets of a capture
file are made from what was sent and received: payloads and times are true, the division into segments and the sequence numbers, which begin
at 0, are ours.
"""

from __future__ import annotations

from workbench.core.errors import Message
from workbench.core.handshake.network import MAXIMUM_SEGMENT_SIZE, Conversation, Flag, flag_names
from workbench.core.handshake.reading import ENDS
from workbench.core.handshake.recorder import Recorder
from workbench.core.handshake.transcript import Outcome, Role, Step, StepKind
from workbench.core.handshake.wire import PacketSent


class Observer:
    """One TCP connection as one of its ends sees it. `number` is that of the transcript's connection."""

    def __init__(self, recorder: Recorder, number: int) -> None:
        self._recorder = recorder
        self._number = number
        self._tell = recorder.wire(number)
        self._conversation = Conversation(number, {Role.client: 0, Role.server: 0})

    def looked_up(self, name: str, addresses: tuple[str, ...], began: float, failure: Message | None) -> None:
        """The operating system was asked for the addresses of a name: question and answer, as far as they are known."""
        asked = Message("network_asks_for", {"name": name})
        self._step(StepKind.name_lookup, "getaddrinfo", Role.client, began, began, (asked, Message("live_by_the_system")))
        facts = tuple(Message("network_has_address", {"name": name, "address": address}) for address in addresses)
        self._step(StepKind.name_lookup, "getaddrinfo", Role.name_server, began, self._recorder.now(), facts, failure, Role.client)

    def opened(self, began: float) -> None:
        """The three-way handshake is over that began then. When the SYN reached the server nobody here knows: halfway is a guess."""
        now = self._recorder.now()
        middle = (began + now) / 2
        self._control(Role.client, Flag.SYN, began, middle, (Message("live_by_the_system"),))
        self._control(Role.server, Flag.SYN, middle, now)
        self._control(Role.client, Flag(0), now, now)

    def not_opened(self, began: float, address: str, reason: Message) -> None:
        """Nobody answered there, or somebody refused."""
        facts = (Message("live_tried", {"address": address}),)
        self._step(StepKind.tcp, "SYN", Role.client, began, self._recorder.now(), facts, reason, Role.server)

    def passed(self, sender: Role, data: bytes) -> None:
        """These bytes were sent or came."""
        now = self._recorder.now()
        for start in range(0, len(data), MAXIMUM_SEGMENT_SIZE):
            payload = data[start : start + MAXIMUM_SEGMENT_SIZE]
            flags = Flag.PSH if start + MAXIMUM_SEGMENT_SIZE >= len(data) else Flag(0)
            packet = self._conversation.segment(sender, ENDS[sender], flags, now, payload)
            self._conversation.arrived(packet)
            self._tell(PacketSent(packet, now, StepKind.tcp))

    def ended(self, sender: Role) -> None:
        """This side will send nothing more."""
        now = self._recorder.now()
        self._control(sender, Flag.FIN, now, now)

    def broken_off(self, sender: Role) -> None:
        """This side reset the connection."""
        now = self._recorder.now()
        self._control(sender, Flag.RST, now, now)

    def _control(self, sender: Role, flags: Flag, sent: float, arrival: float, facts: tuple[Message, ...] = ()) -> None:
        packet = self._conversation.segment(sender, ENDS[sender], flags, arrival)
        self._conversation.arrived(packet)
        self._tell(PacketSent(packet, sent, StepKind.tcp))
        self._step(StepKind.tcp, flag_names(packet.flags), sender, sent, arrival, facts)

    def _step(
        self,
        kind: StepKind,
        name: str,
        sender: Role,
        sent: float,
        arrival: float,
        facts: tuple[Message, ...],
        failure: Message | None = None,
        receiver: Role | None = None,
    ) -> None:
        other = receiver or (Role.name_server if kind is StepKind.name_lookup else ENDS[sender])
        outcome = Outcome.none if failure is None else Outcome.failed
        self._recorder.add(Step(0, self._number, kind, name, sender, other, sent, arrival, facts=facts, outcome=outcome, reason=failure))
