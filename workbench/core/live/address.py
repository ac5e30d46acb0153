"""Where to connect to, as people write it: `www.example.com`, `www.example.com:8443`, `192.0.2.1`, `[2001:db8::1]:443`."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from workbench.core.errors import UsageError
from workbench.core.x509.host_name import a_label

HTTPS = 443


@dataclass(frozen=True, slots=True)
class Address:
    """`host` is a DNS name in A-labels or the text of an IP address (without brackets)."""

    host: str
    port: int = HTTPS

    @property
    def is_literal(self) -> bool:
        """Whether the host is an IP address, which nobody needs to look up."""
        return _ip_address(self.host) is not None

    @property
    def authority(self) -> str:
        """As in a URL and in the Host field of HTTP (RFC 3986 section 3.2): the port only where it is not 443."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == HTTPS else f"{host}:{self.port}"


def parse_address(text: str, default_port: int = HTTPS) -> Address:
    """HOST, HOST:PORT, an IPv6 address bare or in brackets; names may be written with U-labels.

    Raises UsageError `live_address`, `live_port`.
    """
    text = text.strip()
    host, port = text, ""
    if text.startswith("["):
        host, closed, rest = text[1:].partition("]")
        if not closed or (rest and not rest.startswith(":")):
            raise UsageError("live_address", text=text)
        port = rest[1:]
        if ":" not in host or (rest and not port):
            raise UsageError("live_address", text=text)
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
        if not port:
            raise UsageError("live_address", text=text)
    return Address(_host(host, text), parse_port(port) if port else default_port)


def parse_port(text: str) -> int:
    """1 to 65535. Raises UsageError `live_port`."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and 0 < int(text) < 2**16):
        raise UsageError("live_port", text=text)
    return int(text)


def _host(host: str, text: str) -> str:
    literal = _ip_address(host)
    if literal is not None:
        return literal
    name = a_label(host)
    if name is None:
        raise UsageError("live_address", text=text)
    return name


def _ip_address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
