"""How somebody comes to a certificate, as steps: key, request, the CA's look at it, certificate, installation."""

from __future__ import annotations

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from workbench.core.handshake.parts import certificate_part, request_part
from workbench.core.handshake.scenarios.pki import Preparation
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Outcome, Role, StepKind, Value
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import Authority, PrivateKey

KEY = "RFC 5280 section 4.1.2.7"
REQUEST = "RFC 2986 section 4"


def make_authority(stage: Stage, authority: Authority, name: str) -> None:
    """A CA makes its key and its certificate; `name` is the id of the step."""
    ca = Role.certification_authority
    stage.tell(StepKind.computation, "generate_key_pair", ca, values=_key_values(name, authority.key, ca), citation=KEY)
    stage.tell(StepKind.computation, f"make_{name}_certificate", ca, parts=(certificate_part(authority.certificate),))


def obtain_certificate(stage: Stage, holder: Role, prepared: Preparation, authority: Authority) -> None:
    """`holder` makes a key and a request; the CA checks and signs; the certificate is installed."""
    ca = Role.certification_authority
    stage.tell(StepKind.computation, "generate_key_pair", holder, values=_key_values(holder.value, prepared.key, holder), citation=KEY)
    request = request_part(prepared.request)
    stage.tell(StepKind.computation, "make_certification_request", holder, parts=(request,), citation=REQUEST)
    stage.tell(StepKind.handover, "certification_request", holder, ca, parts=(request,), size=len(prepared.request))
    failed = any(finding.status is Status.FAILURE for finding in prepared.findings)
    stage.tell(
        StepKind.computation, "check_certification_request", ca,
        outcome=Outcome.failed if failed else Outcome.ok,
        facts=tuple(finding.message for finding in prepared.findings), citation=REQUEST,
    )  # fmt: skip
    certificate = certificate_part(prepared.certificate)
    stage.tell(StepKind.computation, "sign_certificate", ca, parts=(certificate,), citation="RFC 5280 section 4.1.1.3")
    chain = (certificate, certificate_part(authority.certificate, 1))
    size = len(prepared.certificate) + len(authority.certificate)
    stage.tell(StepKind.handover, "certificate_chain", ca, holder, parts=chain, size=size)
    stage.tell(StepKind.computation, "install_certificate", holder, parts=chain)


def trust_root(stage: Stage, holder: Role) -> None:
    """`holder` gets the root certificate and puts it into its trust store."""
    root = certificate_part(stage.pki.root.certificate)
    stage.tell(StepKind.handover, "root_certificate", Role.certification_authority, holder, parts=(root,), size=len(root.data))


def _key_values(name: str, key: PrivateKey, holder: Role) -> tuple[Value, ...]:
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    private_name, public_name = f"{name}_private_key", f"{name}_public_key"
    return (
        Value(private_name, private, "random", (), KEY, True, frozenset((holder,))),
        Value(public_name, public, f"public key of {private_name}", (private_name,), KEY, False, frozenset((holder,))),
    )
