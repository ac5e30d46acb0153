"""nginx: leaf and intermediates in one file, the key in another (ngx_http_ssl_module)."""

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
    lines = [
        "server {",
        "    listen 443 ssl;",
        f"    server_name {' '.join(material.hosts) or '_'};",
        "",
        f'    ssl_certificate     "{place(choices, chain.name)}";',
        f'    ssl_certificate_key "{place(choices, key.name)}";',
        "    ssl_protocols       TLSv1.2 TLSv1.3;",
    ]
    if clients:
        lines += [
            "",
            f'    ssl_client_certificate "{place(choices, clients[0].name)}";',
            "    ssl_verify_client      on;",
            f"    ssl_verify_depth       {max(2, len(choices.clients))};",
        ]
    lines += ["", "    location / {", "        root /var/www/html;", "    }", "}", ""]
    return ReadySet("nginx", (chain, key, *clients), f"{material.name}.nginx.conf", "\n".join(lines))
