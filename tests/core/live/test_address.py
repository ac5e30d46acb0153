"""Where to connect to, as people write it."""

from __future__ import annotations

import pytest

from workbench.core.errors import UsageError
from workbench.core.live.address import Address, parse_address


@pytest.mark.parametrize(
    ("text", "host", "port", "authority"),
    [
        ("www.example.com", "www.example.com", 443, "www.example.com"),
        ("www.example.com:443", "www.example.com", 443, "www.example.com"),
        (" WWW.example.com.:8443 ", "www.example.com", 8443, "www.example.com:8443"),
        ("192.0.2.1", "192.0.2.1", 443, "192.0.2.1"),
        ("192.0.2.1:1", "192.0.2.1", 1, "192.0.2.1:1"),
        ("2001:db8::1", "2001:db8::1", 443, "[2001:db8::1]"),
        ("[2001:DB8:0::1]", "2001:db8::1", 443, "[2001:db8::1]"),
        ("[::1]:65535", "::1", 65535, "[::1]:65535"),
        ("bücher.example:444", "xn--bcher-kva.example", 444, "xn--bcher-kva.example:444"),  # RFC 3492's famous bookshop
        ("日本語.example", "xn--wgv71a119e.example", 443, "xn--wgv71a119e.example"),
        ("localhost", "localhost", 443, "localhost"),
    ],
)
def test_it_is_read_as_written(text: str, host: str, port: int, authority: str) -> None:
    address = parse_address(text)
    assert (address.host, address.port, address.authority) == (host, port, authority)
    assert address.is_literal is (host[0] in "12:")


@pytest.mark.parametrize(
    "text", ["", ":443", "a b", "host:", "[::1", "[::1]:", "[::1]443", "[host]", "[]:1", "-", "a..b", "https://host/", "x" * 64]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_address(text)
    assert caught.value.message.id in ("live_address", "live_port")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "+1", "1.0", "http", "９", "1" * 5000])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_address(f"host:{port}")
    assert caught.value.message.id == "live_port"


def test_a_default_port_is_taken_where_none_is_given() -> None:
    assert parse_address("host", 8443) == Address("host", 8443)
    assert parse_address("host:1", 8443) == Address("host", 1)
