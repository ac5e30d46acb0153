"""A peer that says everything a little wrong: fields of messages are changed through their own declarations, so that they stay readable."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from workbench.core.tls import extensions
from workbench.core.tls.codec import (
    OpaqueKind,
    OpaqueVectorKind,
    OptionalKind,
    RestKind,
    StructKind,
    UintKind,
    VectorKind,
    build,
    declaration,
    parse,
)
from workbench.core.tls.extensions import BY_TYPE, Extension, ExtensionKind
from workbench.core.tls.messages import frame

NUMBERS = (0, 1, 2, 0x0300, 0x0301, 0x0303, 0x0304, 0x7F1C, 0xFFFF, 0x0A0A, 0x1301, 0x1302, 0xC02B, 0x009C, 23, 29, 0x11EC, 0x0403, 0x0201)
TYPES = (0, 1, 2, 4, 5, 8, 11, 12, 13, 14, 15, 16, 20, 22, 24, 25, 254)


class Hostile:
    """Changes up to `left` messages; `frame` takes the place of the engine's function while `active`."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.left = random.choice((1, 1, 1, 2, 5))
        self.rate = random.choice((0.1, 0.3, 0.6, 1))
        self.active = False

    def frame(self, value: Any) -> bytes:
        random = self.random
        if not self.active or not self.left or random.random() > self.rate:
            return frame(value)
        self.left -= 1
        try:
            if random.random() < 0.8:
                for _ in range(random.choice((1, 1, 1, 3))):
                    value = self.structure(value)
                return frame(value)
        except (ValueError, OverflowError):  # what no declaration holds
            return frame(value)
        message = frame(value)
        kind = random.randrange(4)
        if kind == 0:
            body = self.octets(message[4:])
            return message[:1] + len(body).to_bytes(3, "big") + body
        return (bytes((random.choice(TYPES),)) + message[1:], message * 2, self.octets(message))[kind - 1]

    def octets(self, data: bytes) -> bytes:
        random, changed = self.random, bytearray(data)
        kind = random.randrange(8) if data else 0
        place = random.randrange(len(data)) if data else 0
        if kind == 0:
            return random.randbytes(random.choice((0, 1, 4, 32, 33, 65, 255, 256, 1000)))
        if kind == 1:
            changed[place] = random.randrange(256)
        elif kind == 2:
            changed[place] ^= 1 << random.randrange(8)
        elif kind == 3:
            del changed[place : place + random.randrange(1, 9)]
        elif kind == 4:
            changed[place:place] = random.randbytes(random.randrange(1, 9))
        elif kind == 5:
            del changed[place:]
        elif kind == 6:
            changed += changed[place:]
        else:
            changed = bytearray(len(data))
        return bytes(changed)

    def structure(self, value: Any) -> Any:
        fields = declaration(type(value))
        if not fields:
            return value
        name, kind = self.random.choice(fields)
        return replace(value, **{name: self.field(kind, getattr(value, name))})

    def field(self, kind: Any, value: Any) -> Any:
        random = self.random
        if isinstance(kind, OptionalKind):
            return None if value is None or random.random() < 0.1 else self.field(kind.inner, value)
        if isinstance(kind, UintKind):
            return random.choice((random.choice(NUMBERS), value + 1, value - 1, random.getrandbits(8 * kind.size))) % 256**kind.size
        if isinstance(kind, OpaqueKind):
            return (self.octets(value) + bytes(kind.size))[: kind.size]
        if isinstance(kind, OpaqueVectorKind | RestKind):
            return self.octets(value)
        if isinstance(kind, StructKind):
            return self.structure(value)
        if isinstance(kind, ExtensionKind):
            return self.extension(kind, value)
        assert isinstance(kind, VectorKind)
        return self.vector(kind, list(value))

    def vector(self, kind: VectorKind, items: list[Any]) -> tuple[Any, ...]:
        random = self.random
        way = random.randrange(7)
        place = random.randrange(len(items)) if items else 0
        if way == 0:
            del items[place : place + 1]
        elif way == 1 and items:
            items.insert(place, random.choice(items))
        elif way == 2:
            random.shuffle(items)
        elif way == 3:
            items = []
        elif way == 4 and items:
            items = [items[place]] * random.choice((1, 2, 10, 300))
        elif way == 5 and isinstance(kind.item, ExtensionKind):
            items.insert(place, Extension(random.choice((*BY_TYPE, 0x1234, 0x2A2A)), random.choice((b"", b"\0", b"\0\0"))))
        elif items:
            items[place] = self.field(kind.item, items[place])
        return tuple(items)

    def extension(self, kind: ExtensionKind, item: Extension) -> Extension:
        module = BY_TYPE.get(item.extension_type)
        cls = module.IN.get(kind.context) if module is not None else None
        if cls is not None and extensions and self.random.random() < 0.8:
            return Extension(item.extension_type, build(self.structure(parse(cls, item.extension_data))))
        return Extension(item.extension_type, self.octets(item.extension_data))
