"""What a stranger can make the program remember is bounded in bytes, not only in entries."""

from __future__ import annotations

from workbench.core.remembered import MOST_LONG, remembered
from workbench.core.x509 import decoded, fields, name, ocsp, public_key, public_suffix, signature


def test_short_ones_are_kept_and_of_long_ones_the_last() -> None:
    asked: list[bytes] = []

    @remembered(100, 8)
    def size(data: bytes, more: str = "") -> int:
        """How long."""
        asked.append(data)
        return len(data) + len(more)

    assert size.__doc__ == "How long."
    short = [bytes((number,)) * 8 for number in range(50)]
    assert [size(data) for data in short + short] == [8] * 100 and asked == short, "each was computed once"
    asked.clear()
    long = [bytes((number,)) * 9 for number in range(50)]
    assert [size(data) for data in long + long[-MOST_LONG:]] == [9] * (50 + MOST_LONG) and asked == long
    assert size(long[0]) == 9 and asked[-1] == long[0], "and was forgotten meanwhile"
    asked.clear()
    assert size(b"12345678", "x") == 9 and size(short[0]) == 8, "all arguments count"
    size.cache_clear()
    assert size(short[0]) == 8 and asked == [b"12345678", short[0]]


def test_everything_that_remembers_what_came_from_a_peer_is_bounded_so() -> None:
    for function in (
        decoded.decode, fields.certificate_fields, fields.encoding_problems, name._parse, name._type, ocsp.digest, ocsp.key_octets,
        public_key.describe_key, public_key.load_public_key, public_suffix.is_icann_suffix, public_suffix.registrable,
        signature.certificate_signature, signature._load, signature._verify_cached,
    ):  # fmt: skip
        assert type(function).__name__ == "Remembered", function
