"""Extensions as lines of OpenSSL's configuration (x509v3_config(5)).

They are made from the library's own values, those that `build.py` puts into a certificate: what is written here is what would be built.
What OpenSSL's words cannot say is written as its DER, which means the same to it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID

from workbench.core.asn1 import reader
from workbench.core.issuance.build import Extension
from workbench.core.issuance.openssl.config import RecipeError, Section, quoted
from workbench.core.issuance.openssl.distinguished_names import directory_section
from workbench.core.issuance.parts import Place
from workbench.core.x509.issuance import KEY_USAGES

PURPOSES = {
    "1.3.6.1.5.5.7.3.1": "serverAuth",
    "1.3.6.1.5.5.7.3.2": "clientAuth",
    "1.3.6.1.5.5.7.3.3": "codeSigning",
    "1.3.6.1.5.5.7.3.4": "emailProtection",
    "1.3.6.1.5.5.7.3.8": "timeStamping",
    "1.3.6.1.5.5.7.3.9": "OCSPSigning",
}
"""What OpenSSL calls a purpose. Others are written as dotted OIDs."""


@dataclass(frozen=True)
class Lines:
    """`lines`: of the section with all extensions; `sections`: those that its lines point to; `as_der`: names of what stands as DER."""

    lines: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    as_der: tuple[str, ...]


Sections = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class _Row:
    name: str
    place: Place
    value: Callable[[Any, Sections, str, Place], str | None]
    """The value after the name; it adds sections. None: only DER says it."""


def extension_lines(extensions: Iterable[Extension], mask: str) -> Lines:
    """`mask`: the `string_mask` under which they will be read. Raises RecipeError for text that no such file can hold."""
    lines: list[tuple[str, str]] = []
    sections: Sections = {}
    as_der: list[str] = []
    seen: set[str] = set()
    raw = 0
    for extension, critical in extensions:
        row = _ROWS.get(type(extension))
        own: Sections = {}
        value = row.value(extension, own, mask, row.place) if row else None
        if value is None:
            value, own = "DER:" + extension.public_bytes().hex(), {}
            as_der += [row.name] if row else []
        place: Place = row.place if row else ("raw", raw)
        raw += row is None
        value = quoted(("critical, " if critical else "") + value, place)
        name = row.name if row else extension.oid.dotted_string
        if extension.oid.dotted_string in seen:
            raise RecipeError(place, "wish_extension_twice", oid=extension.oid.dotted_string)
        seen.add(extension.oid.dotted_string)
        lines.append((name, value))
        sections |= own
    return Lines(tuple(lines), tuple(Section(name, tuple(content)) for name, content in sections.items()), tuple(as_der))


def key_identifiers(subject: bool, authority: bool) -> tuple[tuple[str, str], ...]:
    """The subject's must stand first: the authority's is taken from it in what signs itself. Left out they are put in all the same."""
    return (("subjectKeyIdentifier", "hash" if subject else "none"), ("authorityKeyIdentifier", "keyid:always" if authority else "none"))


def _basic_constraints(extension: x509.BasicConstraints, _sections: Sections, _mask: str, _place: Place) -> str:
    limit = "" if extension.path_length is None else f", pathlen:{extension.path_length}"
    return ("CA:TRUE" if extension.ca else "CA:FALSE") + limit


def _key_usage(extension: x509.KeyUsage, _sections: Sections, _mask: str, _place: Place) -> str:
    alone = {} if extension.key_agreement else {"encipher_only", "decipher_only"}  # the library does not tell of these then
    return ", ".join(usage for usage, field in KEY_USAGES.items() if field not in alone and getattr(extension, field))


def _extended_key_usage(extension: x509.ExtendedKeyUsage, _sections: Sections, _mask: str, _place: Place) -> str:
    return ", ".join(PURPOSES.get(purpose.dotted_string, purpose.dotted_string) for purpose in extension)


def _alternative_names(extension: x509.SubjectAlternativeName, sections: Sections, mask: str, place: Place) -> str | None:
    said = _general_names(list(extension), "names", "", sections, mask, place)
    return "@names" if said else None


def _name_constraints(extension: x509.NameConstraints, sections: Sections, mask: str, place: Place) -> str | None:
    for field, names in (("permitted", extension.permitted_subtrees), ("excluded", extension.excluded_subtrees)):
        if not _general_names(names or [], "constraints", field + ";", sections, mask, place):
            return None
    return "@constraints"


def _policies(extension: x509.CertificatePolicies, sections: Sections, _mask: str, place: Place) -> str:
    said = []
    for number, policy in enumerate(extension, 1):
        oid = policy.policy_identifier.dotted_string
        if not policy.policy_qualifiers:
            said.append(oid)
            continue
        section = f"policy{number}"
        said.append(f"@{section}")
        lines = sections[section] = [("policyIdentifier", oid)]
        for at, qualifier in enumerate(policy.policy_qualifiers, 1):
            if isinstance(qualifier, str):
                lines.append((f"CPS.{at}", quoted(qualifier, (*place, number - 1, "cps"))))
            else:
                notice = f"notice{number}.{at}"
                lines.append((f"userNotice.{at}", f"@{notice}"))
                text = quoted("UTF8:" + (qualifier.explicit_text or ""), (*place, number - 1, "notices"))
                sections[notice] = [("explicitText", text)]
    return ", ".join(said)


def _information_access(extension: x509.AuthorityInformationAccess, sections: Sections, _mask: str, place: Place) -> str:
    methods = {AuthorityInformationAccessOID.OCSP: "OCSP", AuthorityInformationAccessOID.CA_ISSUERS: "caIssuers"}
    sections["access"] = [
        (f"{methods[access.access_method]};URI.{number}", quoted(access.access_location.value, place))
        for number, access in enumerate(extension, 1)
    ]
    return "@access"


def _distribution_points(section: str) -> Callable[[Any, Sections, str, Place], str]:
    def value(extension: x509.CRLDistributionPoints | x509.FreshestCRL, sections: Sections, _mask: str, place: Place) -> str:
        # Each line of the section becomes a distribution point of its own.
        names = [name.value for point in extension for name in point.full_name or ()]
        sections[section] = [(f"URI.{number}", quoted(name, place)) for number, name in enumerate(names, 1)]
        return f"@{section}"

    return value


def _tls_feature(extension: x509.TLSFeature, _sections: Sections, _mask: str, _place: Place) -> str:
    return ", ".join(feature.name for feature in extension)


def _no_check(_extension: x509.OCSPNoCheck, _sections: Sections, _mask: str, _place: Place) -> str:
    return "yes"  # read by nobody: the extension is always NULL


def _general_names(names: list[x509.GeneralName], section: str, before: str, sections: Sections, mask: str, place: Place) -> bool:
    """Adds to the lines of a section; False when one of the names can only be said as DER."""
    lines = sections.setdefault(section, [])
    for name in names:
        number = len(lines) + 1
        kind, text = _KINDS[type(name)]
        if isinstance(name, x509.DirectoryName):
            # Without dots and with the number of its line: no two sections are called alike.
            directory = directory_section(name.value, f"{section}_directory{number}", mask, place)
            if directory is None:
                return False
            sections[directory.name] = list(directory.lines)
            value = directory.name
        else:
            value = quoted(text(name), place)
        lines.append((f"{before}{kind}.{number}", value))
    return True


def _ip_address(name: x509.IPAddress) -> str:
    if isinstance(name.value, ipaddress.IPv4Network | ipaddress.IPv6Network):
        return f"{name.value.network_address}/{name.value.netmask}"
    return str(ipaddress.ip_address(name.value.packed))  # without a zone, which no certificate has


def _other_name(name: x509.OtherName) -> str:
    text = reader.read_all(name.value, "otherName")
    return f"{name.type_id.dotted_string};FORMAT:UTF8,UTF8:{name.value[text.content : text.end].decode()}"


_KINDS: dict[type[x509.GeneralName], tuple[str, Callable[[Any], str]]] = {
    x509.DNSName: ("DNS", lambda name: str(name.value)),
    x509.IPAddress: ("IP", _ip_address),
    x509.RFC822Name: ("email", lambda name: str(name.value)),
    x509.UniformResourceIdentifier: ("URI", lambda name: str(name.value)),
    x509.OtherName: ("otherName", _other_name),
    x509.RegisteredID: ("RID", lambda name: str(name.value.dotted_string)),
    x509.DirectoryName: ("dirName", str),
}
_ROWS: dict[type[x509.ExtensionType], _Row] = {
    x509.BasicConstraints: _Row("basicConstraints", ("basic_constraints",), _basic_constraints),
    x509.KeyUsage: _Row("keyUsage", ("key_usage",), _key_usage),
    x509.ExtendedKeyUsage: _Row("extendedKeyUsage", ("extended_key_usage",), _extended_key_usage),
    x509.SubjectAlternativeName: _Row("subjectAltName", ("names",), _alternative_names),
    x509.NameConstraints: _Row("nameConstraints", ("name_constraints",), _name_constraints),
    x509.CertificatePolicies: _Row("certificatePolicies", ("policies",), _policies),
    x509.AuthorityInformationAccess: _Row("authorityInfoAccess", ("ocsp_urls",), _information_access),
    x509.CRLDistributionPoints: _Row("crlDistributionPoints", ("crl_urls",), _distribution_points("crl")),
    x509.FreshestCRL: _Row("freshestCRL", ("delta_crl_urls",), _distribution_points("delta_crl")),
    x509.TLSFeature: _Row("tlsfeature", ("tls_features",), _tls_feature),
    x509.OCSPNoCheck: _Row("noCheck", ("ocsp_no_check",), _no_check),
}
