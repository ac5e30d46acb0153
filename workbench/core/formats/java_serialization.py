"""Java's object serialization stream, read without Java: just far enough to get at the fields of plain objects.

Used for the secret keys in JCEKS keystores. Objects become dictionaries of their fields; nothing is ever instantiated.
The stream's grammar is in the Java Object Serialization Specification, section 6.4.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.core.errors import FileError

HEADER = b"\xac\xed\x00\x05"
_NULL, _REFERENCE, _CLASS_DESC, _OBJECT, _STRING, _ARRAY, _CLASS, _BLOCK, _END_BLOCK = range(0x70, 0x79)
_BLOCK_LONG, _LONG_STRING, _ENUM = 0x7A, 0x7C, 0x7E
_WRITE_METHOD, _SERIALIZABLE, _EXTERNALIZABLE, _BLOCK_DATA = 1, 2, 4, 8
_FIRST_HANDLE = 0x7E0000
_SIZES = {"B": 1, "Z": 1, "C": 2, "S": 2, "I": 4, "F": 4, "J": 8, "D": 8}
_MAX_DEPTH = 30


@dataclass
class JavaClass:
    name: str = ""
    flags: int = 0
    fields: list[tuple[str, str]] = field(default_factory=list)
    parent: JavaClass | None = None


@dataclass
class JavaObject:
    """class name, and its fields by name with those of its parents."""

    name: str = ""
    fields: dict[str, object] = field(default_factory=dict)


class Stream:
    """Reads one object after the other. Raises FileError `java_stream` at what it does not know or past the end."""

    def __init__(self, data: bytes, position: int = 0) -> None:
        self.data = data
        self.position = position
        self._handles: list[object] = []
        if self._take(4) != HEADER:
            raise FileError("java_stream", offset=position)

    def read(self, depth: int = 0) -> object:
        """The next object: JavaObject, JavaClass, str, bytes (of a byte[]), a list (of another array) or None."""
        start = self.position
        tag = self._take(1)[0]
        if depth > _MAX_DEPTH:
            raise FileError("java_stream", offset=start)
        if tag == _NULL:
            return None
        if tag == _REFERENCE:
            index = self._number(4) - _FIRST_HANDLE
            if not 0 <= index < len(self._handles):
                raise FileError("java_stream", offset=start)
            return self._handles[index]
        if tag in (_STRING, _LONG_STRING):
            text = self._take(self._number(2 if tag == _STRING else 8)).decode("utf-8", "replace")
            self._handles.append(text)
            return text
        if tag == _CLASS_DESC:
            return self._class(depth)
        if tag == _OBJECT:
            return self._object(depth)
        if tag == _ARRAY:
            return self._array(depth)
        if tag == _ENUM:
            self.read(depth + 1)
            index = len(self._handles)
            self._handles.append(None)
            self._handles[index] = constant = self.read(depth + 1)
            return constant
        if tag == _CLASS:
            described = self.read(depth + 1)
            self._handles.append(described)
            return described
        raise FileError("java_stream", offset=start)

    def _take(self, count: int) -> bytes:
        if count > len(self.data) - self.position:
            raise FileError("java_stream", offset=self.position)
        self.position += count
        return self.data[self.position - count : self.position]

    def _number(self, size: int) -> int:
        return int.from_bytes(self._take(size), "big")

    def _class(self, depth: int) -> JavaClass:
        described = JavaClass(self._take(self._number(2)).decode("utf-8", "replace"))
        self._take(8)  # serialVersionUID
        self._handles.append(described)
        described.flags = self._number(1)
        for _ in range(self._number(2)):
            code = chr(self._number(1))
            name = self._take(self._number(2)).decode("utf-8", "replace")
            if code in "L[":
                self.read(depth + 1)
            elif code not in _SIZES:
                raise FileError("java_stream", offset=self.position)
            described.fields.append((code, name))
        self._annotation(depth)
        parent = self.read(depth + 1)
        if parent is not None and not isinstance(parent, JavaClass):
            raise FileError("java_stream", offset=self.position)
        described.parent = parent
        return described

    def _annotation(self, depth: int) -> None:
        """Whatever a class's own writeObject added, up to its end mark."""
        while True:
            if self.position >= len(self.data):
                raise FileError("java_stream", offset=self.position)
            tag = self.data[self.position]
            if tag == _END_BLOCK:
                self.position += 1
                return
            if tag in (_BLOCK, _BLOCK_LONG):
                self.position += 1
                self._take(self._number(1 if tag == _BLOCK else 4))
            else:
                self.read(depth + 1)

    def _object(self, depth: int) -> JavaObject:
        described = self.read(depth + 1)
        if not isinstance(described, JavaClass):
            raise FileError("java_stream", offset=self.position)
        result = JavaObject(described.name)
        self._handles.append(result)
        line: list[JavaClass] = []
        step: JavaClass | None = described
        while step is not None:
            if len(line) > _MAX_DEPTH:
                raise FileError("java_stream", offset=self.position)
            line.append(step)
            step = step.parent
        for step in reversed(line):
            if step.flags & _SERIALIZABLE:
                for code, name in step.fields:
                    result.fields[name] = self.read(depth + 1) if code in "L[" else self._number(_SIZES[code])
                if step.flags & _WRITE_METHOD:
                    self._annotation(depth)
            elif step.flags & _EXTERNALIZABLE and step.flags & _BLOCK_DATA:
                self._annotation(depth)
            elif step.flags & _EXTERNALIZABLE:
                raise FileError("java_stream", offset=self.position)
        return result

    def _array(self, depth: int) -> object:
        described = self.read(depth + 1)
        if not isinstance(described, JavaClass):
            raise FileError("java_stream", offset=self.position)
        index = len(self._handles)
        self._handles.append(None)
        count = self._number(4)
        code = described.name[1:2]
        result: object
        if code in _SIZES:
            result = self._take(count * _SIZES[code])
        elif count > len(self.data) - self.position:
            raise FileError("java_stream", offset=self.position)
        else:
            result = [self.read(depth + 1) for _ in range(count)]
        self._handles[index] = result
        return result
