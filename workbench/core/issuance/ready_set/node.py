"""Node.js: the options of `https.createServer`."""

from __future__ import annotations

import json

from workbench.core.issuance.ready_set.content import Choices, Material, ReadySet, chain_file, clients_file, key_file


def make(material: Material, choices: Choices) -> ReadySet:
    chain, key, clients = chain_file(material, choices), key_file(material), clients_file(material, choices)

    def read(name: str) -> str:
        return f"fs.readFileSync({json.dumps(str(choices.folder / name))})"

    lines = [
        "const fs = require('node:fs');",
        "const https = require('node:https');",
        "",
        "const options = {",
        f"  cert: {read(chain.name)},",
        f"  key: {read(key.name)},",
        "  minVersion: 'TLSv1.2',",
    ]
    if clients:
        lines += [f"  ca: {read(clients[0].name)},", "  requestCert: true,", "  rejectUnauthorized: true,"]
    lines += [
        "};",
        "",
        "https.createServer(options, (request, response) => {",
        "  response.end('Hello over TLS\\n');",
        "}).listen(Number(process.env.PORT || 443));",
        "",
    ]
    return ReadySet("node", (chain, key, *clients), f"{material.name}.node.cjs", "\n".join(lines))
