"""Kubernetes: a Secret of type kubernetes.io/tls, and how an Ingress names it."""

from __future__ import annotations

import base64
import json
import re

from workbench.core.formats.export_wrap import pem
from workbench.core.issuance.ready_set.content import Choices, Material, OutFile, ReadySet, chain_pem, key_pem


def make(material: Material, choices: Choices) -> ReadySet:
    name = f"{resource_name(material.name)}-tls"
    data = {"tls.crt": chain_pem(material, choices), "tls.key": key_pem(material)}
    if choices.clients:
        data["ca.crt"] = b"".join(pem("CERTIFICATE", der) for der in choices.clients)
    lines = ["apiVersion: v1", "kind: Secret", "metadata:", f"  name: {name}", "type: kubernetes.io/tls", "data:"]
    lines += [f"  {key}: {base64.b64encode(value).decode('ascii')}" for key, value in data.items()]
    secret = OutFile(f"{material.name}.secret.yaml", "kubernetes_secret", "\n".join([*lines, ""]).encode(), secret=True)
    return ReadySet("kubernetes", (secret,), f"{material.name}.ingress.yaml", _ingress(material, choices, name))


def _ingress(material: Material, choices: Choices, name: str) -> str:
    hosts = [json.dumps(host) for host in material.hosts]  # a JSON string is a YAML one; "*" alone would be an alias
    lines = ["apiVersion: networking.k8s.io/v1", "kind: Ingress", "metadata:", f"  name: {name.removesuffix('-tls')}"]
    if choices.clients:  # the Secret's ca.crt, as ingress-nginx reads it
        lines += [
            "  annotations:",
            f'    nginx.ingress.kubernetes.io/auth-tls-secret: "default/{name}"',
            '    nginx.ingress.kubernetes.io/auth-tls-verify-client: "on"',
        ]
    lines += ["spec:", "  tls:", f"    - secretName: {name}"]
    if hosts:
        lines += ["      hosts:", *(f"        - {host}" for host in hosts)]
    lines += ["  rules:"]
    backend = ["paths:", "  - path: /", "    pathType: Prefix", "    backend:", "      service:", "        name: web", "        port:",
               "          number: 80"]  # fmt: skip
    for host in hosts or [""]:
        lines += [f"    - host: {host}", "      http:"] if host else ["    - http:"]
        lines += [f"        {line}" for line in backend]
    return "\n".join([*lines, ""])


def resource_name(text: str) -> str:
    """What an object may be called (RFC 1123 label): lower-case letters, digits, hyphens, at most 63 with our ending."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:59].strip("-") or "certificate"
