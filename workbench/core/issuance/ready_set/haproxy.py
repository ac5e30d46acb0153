"""HAProxy: certificates and key in one file (`crt` of the bind line)."""

from __future__ import annotations

from workbench.core.issuance.ready_set.content import Choices, Material, OutFile, ReadySet, chain_pem, clients_file, key_pem, place


def make(material: Material, choices: Choices) -> ReadySet:
    both = OutFile(f"{material.name}.haproxy.pem", "chain_and_key", chain_pem(material, choices) + key_pem(material), secret=True)
    clients = clients_file(material, choices)
    bind = f'    bind :443 ssl crt "{place(choices, both.name)}" alpn h2,http/1.1 ssl-min-ver TLSv1.2'
    if clients:
        bind += f' ca-file "{place(choices, clients[0].name)}" verify required'
    lines = ["frontend https", "    mode http", bind, "    default_backend web", "", "backend web", "    mode http",
             "    server web1 127.0.0.1:8080", ""]  # fmt: skip
    return ReadySet("haproxy", (both, *clients), f"{material.name}.haproxy.cfg", "\n".join(lines))
