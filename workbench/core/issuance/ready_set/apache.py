"""Apache HTTP Server 2.4: leaf and intermediates in one file, the key in another (mod_ssl)."""

from __future__ import annotations

from workbench.core.issuance.ready_set.content import (
    Choices,
    Material,
    ReadySet,
    chain_file,
    clients_file,
    key_file,
    place,
)


def make(material: Material, choices: Choices) -> ReadySet:
    chain, key, clients = chain_file(material, choices), key_file(material), clients_file(material, choices)
    lines = ["<VirtualHost *:443>"]
    if material.hosts:
        lines.append(f"    ServerName {material.hosts[0]}")
        lines += [f"    ServerAlias {host}" for host in material.hosts[1:]]
    lines += [
        "",
        "    SSLEngine on",
        f'    SSLCertificateFile    "{place(choices, chain.name)}"',
        f'    SSLCertificateKeyFile "{place(choices, key.name)}"',
        "    SSLProtocol           -all +TLSv1.2 +TLSv1.3",
    ]
    if clients:
        lines += [
            "",
            f'    SSLCACertificateFile  "{place(choices, clients[0].name)}"',
            "    SSLVerifyClient       require",
            f"    SSLVerifyDepth        {max(2, len(choices.clients))}",
        ]
    lines += ["", '    DocumentRoot "/var/www/html"', "</VirtualHost>", ""]
    return ReadySet("apache", (chain, key, *clients), f"{material.name}.apache.conf", "\n".join(lines))
