"""One opening of one file: what the readers share, and where they put what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.core.errors import FileError, Message
from workbench.core.formats.found import FoundObject, Kind, Locked, Refusal

# One try that is estimated to take longer or to need more memory is asked for first (`allow_cost`).
MAX_SECONDS = 2.0
MAX_MEMORY = 512 << 20
# All tries of one file together, so that a thousand locks of one second each are asked for as well.
MAX_TOTAL_SECONDS = 10.0
# Never, whatever the caller allows.
HARD_MEMORY = 2 << 30

MAX_NESTING = 8
MAX_DECODED = 512 << 20
MAX_REFUSALS = 100
MAX_LOCKED = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    container  how it is wrapped, outermost first (as in FoundObject)
    name       friendly name or alias, "" for none
    encrypted  whether a password was needed to come here
    remarks    what is odd about the wrapping so far
    start      offset of the outermost own wrapping in the file; -1 when `follow` decides or inside something encrypted
    length     bytes there
    follow     True while offsets in the bytes at hand are offsets in the file (after `origin` and `scale`)
    origin     file offset of byte 0 of the bytes at hand
    scale      file bytes per byte at hand (2 for UTF-16)
    block      number of the PEM block, 0 outside of one
    """

    container: tuple[str, ...] = ()
    name: str = ""
    encrypted: bool = False
    remarks: tuple[Message, ...] = ()
    start: int = -1
    length: int = 0
    follow: bool = True
    origin: int = 0
    scale: int = 1
    block: int = 0

    def at(self, start: int, length: int) -> Place:
        """The place of `length` bytes at `start` of the bytes at hand; what comes out of them later stays there."""
        if not self.follow:
            return self
        return replace(self, start=self.origin + self.scale * start, length=self.scale * length, follow=False)

    def in_block(self, number: int, label: str, name: str) -> Place:
        """This place as that of the PEM block with this number."""
        return Place(
            (*self.container, "pem", label), name or self.name, self.encrypted, self.remarks,
            self.start, self.length, self.follow, self.origin, self.scale, number,
        )  # fmt: skip

    def inside(self, *wrapping: str) -> Place:
        return replace(self, container=self.container + wrapping)

    def named(self, name: str) -> Place:
        return replace(self, name=name) if name else self

    def remarked(self, *remarks: Message) -> Place:
        return replace(self, remarks=self.remarks + remarks) if remarks else self

    def words(self) -> Message:
        """Where this is, for a sentence."""
        if self.name:
            return Message("where_name", {"name": self.name})
        if self.block:
            return Message("where_pem_block", {"number": self.block})
        return Message("where_file")

    def unlocked(self) -> Place:
        """The same place inside something encrypted: bytes from here on are nowhere in the file."""
        return replace(self, encrypted=True, start=-1, length=0, follow=False)

    def unlocked_in_place(self) -> Place:
        """The same place, its one object decrypted."""
        return replace(self, encrypted=True)


class Costly(Exception):
    """A key derivation that is not paid for without consent; `seconds` is the estimate for one try."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Opening:
    """Collects what comes out of one file. Readers add objects, refusals and locks here."""

    def __init__(
        self,
        path: str,
        passwords: Sequence[str],
        allow_cost: bool,
        open_der: Callable[[bytes, Opening, Place, str], bool],
        open_nested: Callable[[bytes, Opening, Place], bool],
    ) -> None:
        self.path = path
        self.given = tuple(dict.fromkeys(password for password in passwords if password))
        self.allow_cost = allow_cost
        self.objects: list[FoundObject] = []
        self.refusals: list[Refusal] = []
        self.refusals_left_out = 0
        self.locked: list[Locked] = []
        # Set by a reader that has accounted for every byte: the others need not look.
        self.nothing_else = False
        self._parts: dict[Kind, int] = {}
        self._worked: list[str] = []
        self._seconds = 0.0
        self._decoded = 0
        self._depth = 0
        self._open_der = open_der
        self._open_nested = open_nested

    def add(self, kind: Kind, der: bytes, place: Place, parsed: object = None) -> None:
        """One object found. `parsed` is its value in core/x509 where the reader has it anyway."""
        part = self._parts[kind] = self._parts.get(kind, 0) + 1
        self.objects.append(
            FoundObject(
                kind, der, self.path, part, place.container, place.start, place.length,
                place.name, place.encrypted, place.remarks, parsed,
            )
        )  # fmt: skip

    def add_certificates(self, place: Place, found: list[tuple[bytes, int, int, object]]) -> None:
        """Many plain certificates at once: DER, offset and length in the bytes at hand, and the parsed value of each."""
        path, remarks, encrypted, name = self.path, place.remarks, place.encrypted, place.name
        container = (*place.container, "pem", "CERTIFICATE")
        part = self._parts.get(Kind.CERTIFICATE, 0)
        origin, scale = place.origin, place.scale
        for der, start, length, parsed in found:
            part += 1
            if place.follow:
                start, length = origin + scale * start, scale * length
            else:
                start, length = place.start, place.length
            self.objects.append(
                FoundObject(Kind.CERTIFICATE, der, path, part, container, start, length, name, encrypted, remarks, parsed)
            )
        self._parts[Kind.CERTIFICATE] = part

    def remark_last(self, remark: Message) -> None:
        """Add to what is odd about the object found last."""
        self.objects[-1] = replace(self.objects[-1], remarks=(*self.objects[-1].remarks, remark))

    def remark_from(self, index: int, *remarks: Message) -> None:
        """Add to what is odd about every object from this index on."""
        if remarks:
            self.objects[index:] = [replace(found, remarks=found.remarks + remarks) for found in self.objects[index:]]

    def refuse(self, reader: str, reason: Message) -> None:
        if len(self.refusals) < MAX_REFUSALS:
            self.refusals.append(Refusal(reader, reason))
        else:
            self.refusals_left_out += 1

    def lock(self, what: Message, seconds: float = 0.0) -> None:
        """Something stays closed: for want of a password, or (`seconds`) of consent to its cost."""
        if len(self.locked) < MAX_LOCKED:
            self.locked.append(Locked(what, bool(self.given) and not seconds, seconds))

    def passwords(self) -> Iterator[str]:
        """Passwords to try: those that fitted elsewhere in this file first, then the given ones, then the empty one."""
        return iter(dict.fromkeys((*self._worked, *self.given, "")))

    def typed_passwords(self) -> Iterator[str]:
        """As `passwords`, but the empty one only where it fitted something: for locks that no program puts on with it."""
        return (password for password in self.passwords() if password or "" in self._worked)

    def likely_passwords(self) -> Iterator[str]:
        """Those that fitted something in this file; all when none has."""
        return iter(self._worked) if self._worked else self.passwords()

    def worked(self, password: str) -> None:
        """Remember which password fitted, so that the next lock is tried with it first."""
        if password in self._worked:
            self._worked.remove(password)
        self._worked.insert(0, password)

    def pay(self, seconds: float, memory: int = 0) -> None:
        """Ask before one try of a key derivation.

        Raises Costly when it is above the limits and was not consented to, FileError `too_much_memory` when it is beyond all bounds.
        """
        if memory > HARD_MEMORY:
            raise FileError("too_much_memory", megabytes=memory >> 20, limit=HARD_MEMORY >> 20)
        if not self.allow_cost and (seconds > MAX_SECONDS or memory > MAX_MEMORY or self._seconds + seconds > MAX_TOTAL_SECONDS):
            raise Costly(max(seconds, 0.001))
        self._seconds += seconds

    def open_der(self, data: bytes, place: Place, expected: str = "") -> bool:
        """Give DER to the readers of objects. `expected` names the reader that a label promises. True when one took it."""
        return self._open_der(data, self, place, expected)

    def open_nested(self, data: bytes, place: Place, reader: str) -> bool:
        """Give bytes that `reader` decoded to all readers as if they were a file of their own. True when anything came of it.

        A file that unfolds without bounds is refused (`nested_too_deep`, `decodes_too_large`).
        """
        self._decoded += len(data)
        if self._depth >= MAX_NESTING:
            self.refuse(reader, Message("nested_too_deep", {"limit": MAX_NESTING}))
            return False
        if self._decoded > MAX_DECODED:
            self.refuse(reader, Message("decodes_too_large", {"limit": MAX_DECODED >> 20}))
            return False
        self._depth += 1
        try:
            return self._open_nested(data, self, place)
        finally:
            self._depth -= 1
