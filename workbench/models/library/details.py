"""Everything that the library says about one entry, read in one job. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from workbench.core.asn1.reader import DerError
from workbench.core.workspace import browsing, certificates, crls, keys, requests
from workbench.core.workspace.entries import CertificateEntry, KeyEntry, LogEntry, RequestEntry
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.log import read_log
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.crl import CertificateList, parse_crl
from workbench.core.x509.finding import Verdict
from workbench.core.x509.judge import judge
from workbench.core.x509.trust_store import trust_store
from workbench.models.choices import Choices
from workbench.models.library.rows import Kind, kind_of
from workbench.models.library.states import Entry

LOG_SHOWN = 30


@dataclass(frozen=True, eq=False)
class Details:
    """entry          what it is about
    chain          a certificate with those above it that are here, itself first; of a CRL its issuer
    verdict        how its chain is judged by what is in the workspace alone; None for what is no certificate or cannot be judged
    issued         how many certificates it issued
    replaces, replaced_by   what it renewed, what renewed it
    key            its private key, when that is here
    request        what it was made from
    certificates, requests   those of a key; of a request the certificates made from it
    log            what happened to it, the newest first
    tags           all that there are in the workspace, for completion
    """

    entry: Entry
    chain: tuple[CertificateEntry, ...] = ()
    verdict: Verdict | None = None
    issued: int = 0
    replaces: CertificateEntry | None = None
    replaced_by: tuple[CertificateEntry, ...] = ()
    key: KeyEntry | None = None
    request: RequestEntry | None = None
    certificates: tuple[CertificateEntry, ...] = ()
    requests: tuple[RequestEntry, ...] = ()
    log: tuple[LogEntry, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        return kind_of(self.entry)

    @property
    def issuer(self) -> CertificateEntry | None:
        """Who issued it, when that is here and somebody else."""
        if isinstance(self.entry, CertificateEntry):
            return self.chain[1] if len(self.chain) > 1 else None
        return self.chain[0] if self.chain else None

    @property
    def self_signed(self) -> bool:
        return isinstance(self.entry, CertificateEntry) and self.entry.issuer_id == self.entry.id


def find_entry(connection: Connection, id: str) -> Entry:
    """The object with this id, of whatever kind, put away or not. Raises WorkspaceError `workspace_no_such_object`."""
    for read in (certificates.certificate_entry, keys.key_entry, requests.request_entry):
        try:
            return read(connection, id)
        except WorkspaceError as error:
            if error.message.id != "workspace_no_such_object":
                raise
    return crls.crl_entry(connection, id)


def read_details(connection: Connection, id: str, now: datetime | None = None) -> Details:
    """Raises WorkspaceError `workspace_no_such_object`."""
    from workbench.core.workspace.labels import all_tags

    entry = find_entry(connection, id)
    known = Details(entry, log=read_log(connection, id, LOG_SHOWN), tags=tuple(all_tags(connection)))
    match kind_of(entry):
        case Kind.CERTIFICATE:
            assert isinstance(entry, CertificateEntry)
            return _of_certificate(connection, known, entry, now)
        case Kind.KEY:
            of_key = browsing.certificates_of_key(connection, id), browsing.requests_of_key(connection, id)
            return replace(known, certificates=of_key[0], requests=of_key[1])
        case Kind.REQUEST:
            assert isinstance(entry, RequestEntry)
            key = keys.key_entry(connection, entry.key_id) if entry.key_id else None
            return replace(known, key=key, certificates=browsing.certificates_of_request(connection, id))
    issuer_id = getattr(entry, "issuer_id", None)
    return replace(known, chain=certificates.chain(connection, issuer_id)[:1] if issuer_id else ())


def _of_certificate(connection: Connection, known: Details, entry: CertificateEntry, now: datetime | None) -> Details:
    chain = certificates.chain(connection, entry.id)
    return replace(
        known,
        chain=chain,
        verdict=_judged(connection, chain, now or datetime.now(UTC)),
        issued=browsing.counts_issued(connection, [entry.id]).get(entry.id, 0) if entry.ca else 0,
        replaces=certificates.certificate_entry(connection, entry.replaces_id) if entry.replaces_id else None,
        replaced_by=browsing.replacements(connection, entry.id),
        key=keys.key_entry(connection, entry.key_id) if entry.key_id else None,
        request=requests.request_entry(connection, entry.request_id) if entry.request_id else None,
    )


def _judged(connection: Connection, chain: tuple[CertificateEntry, ...], now: datetime) -> Verdict | None:
    """By the chain that is here and the newest CRLs of those in it. A self-signed certificate at its end is what is trusted."""
    end = chain[-1]
    if end.issuer_id != end.id:
        return None
    try:
        parsed = tuple(parse_certificate(entry.der) for entry in chain)
        lists = parsed_crls(connection, chain)
        conditions = replace(Choices(trust=end.title).conditions_for(parsed[0]), time=now)
        return judge(parsed[0], parsed[1:], trust_store(end.title, parsed[-1:]), lists, (), conditions)
    except DerError:
        return None


def parsed_crls(connection: Connection, chain: tuple[CertificateEntry, ...]) -> tuple[CertificateList, ...]:
    """The newest complete CRLs of the CAs of a chain."""
    return tuple(parse_crl(crl.der) for crl in browsing.newest_crls(connection, [entry.id for entry in chain if entry.ca]))
