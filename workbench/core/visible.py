"""Text of a stranger, with nothing hidden in it."""

from __future__ import annotations

# Printable by Unicode's book, yet not to be seen or able to mislead the eye.
_INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def visible(text: str) -> str:
    """One line of text, with control, bidirectional and zero-width characters shown as ⟨U+202E⟩."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"⟨U+{ord(c):04X}⟩" if not c.isprintable() or c in _INVISIBLE else c for c in text)
