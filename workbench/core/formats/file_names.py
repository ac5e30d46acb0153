"""A name that a person gave to something -> a file name that every system takes."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80
"""Characters; with an ending, 255 octets of UTF-8 are not exceeded (3 octets for most Japanese ones)."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def safe_name(text: str) -> str:
    """Letters and digits of any script stay, with "-", "_" and "."; "*." becomes "wildcard."; all else becomes "_". "" when nothing stays.

    Never begins or ends with a dot, is none of the names that Windows keeps for devices, and has no separator of folders.
    """
    text = unicodedata.normalize("NFC", text).replace("*.", "wildcard.").strip()
    name = "".join(character if character.isalnum() or character in "-_." else "_" for character in text)
    name = re.sub(r"_+", "_", name)[:LONGEST].strip("._")
    while len(name.encode("utf-8", "surrogatepass")) > 240:
        name = name[:-1]
    return f"{name}_" if _RESERVED.fullmatch(name) else name
