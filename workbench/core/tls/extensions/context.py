"""The messages that carry extensions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.core.tls.codec import structure


class Context(StrEnum):
    """A message that carries extensions; `hello_retry_request` is a ServerHello with the special random."""

    client_hello = "client_hello"
    server_hello = "server_hello"
    hello_retry_request = "hello_retry_request"
    encrypted_extensions = "encrypted_extensions"
    certificate = "certificate"
    certificate_request = "certificate_request"
    new_session_ticket = "new_session_ticket"


@structure("RFC 8446 section 4.2")
@dataclass(frozen=True, slots=True)
class Empty:
    """An extension whose presence is its whole meaning."""
