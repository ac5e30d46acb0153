"""Arguments -> a profile and the `Specification` made from it."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from workbench.commands.issue.options import KEY_KINDS, add_argument
from workbench.commands.tls_options import known
from workbench.commands.verify import parse_time
from workbench.core.errors import FileError, UsageError
from workbench.core.issuance import from_text
from workbench.core.issuance.key_fit import for_key, kind_like
from workbench.core.issuance.profiles import BUILT_IN, Profile, built_in, read_profile
from workbench.core.issuance.specification import BasicConstraints, NameConstraints, NameKind, Specification, SubjectAttribute, Validity
from workbench.core.workspace.stored_profiles import list_profiles
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.issuance import SERVER_AUTH, KeyKind
from workbench.core.x509.name import COMMON_NAME

LAST_SECOND = timedelta(days=1, seconds=-1)
STATUS_REQUEST = 5
"""The TLS feature "must staple" (RFC 7633)."""
MAXIMUM_PROFILE = 2**20


def add_wish_arguments(parser: argparse.ArgumentParser, request: bool = False) -> None:
    """What the certificate says. `request`: times and addresses are the CA's matter and cannot be asked for."""
    add_argument(parser, "--profile", metavar="NAME|FILE")
    add_argument(parser, "--name", "name", action="append", default=[], metavar="NAME")
    add_argument(parser, "--san", action="append", default=[], metavar="NAME")
    add_argument(parser, "--subject", metavar="DN")
    add_argument(parser, "--attribute", action="append", default=[], metavar="TYPE=VALUE")
    if not request:
        add_validity_arguments(parser)
        for name in ("--ocsp-url", "--issuer-url", "--crl-url"):
            add_argument(parser, name, action="append", default=[], metavar="URL")
    add_argument(parser, "--path-length", type=int, metavar="N")
    add_argument(parser, "--permit", action="append", default=[], metavar="NAME")
    add_argument(parser, "--exclude", action="append", default=[], metavar="NAME")
    add_argument(parser, "--must-staple", action="store_true")
    add_argument(parser, "--hash", choices=("sha256", "sha384", "sha512"))


def add_validity_arguments(parser: argparse.ArgumentParser) -> None:
    add_argument(parser, "--days", type=int, metavar="N")
    add_argument(parser, "--from", "from", dest="begin", metavar="TIME")
    add_argument(parser, "--until", metavar="TIME")


def add_key_arguments(parser: argparse.ArgumentParser) -> None:
    """Which key: a new one of a kind, one from a file, one of the workspace."""
    add_argument(parser, "--key", "key", type=known(KEY_KINDS), metavar="KIND")
    add_argument(parser, "--key-file", metavar="F")
    add_argument(parser, "--use-key", metavar="WHICH")


def profile_of(args: argparse.Namespace, usual: str, workspace: Workspace) -> Profile:
    """A built-in profile by its name, one of the workspace by its id or name, or that of a file.

    Raises FileError, ProfileError, UsageError `issue_profile_needed`, `issue_no_such_profile`.
    """
    text = args.profile or usual
    if not text:
        raise UsageError("issue_profile_needed", names=", ".join(BUILT_IN))
    name = text.replace("-", "_")
    if name in BUILT_IN:
        return built_in(name)
    with workspace.reading() as connection:
        for profile in list_profiles(connection):
            if text in (profile.id, profile.name):
                return profile
    path = Path(text)
    if not path.suffix and not path.exists():
        raise UsageError("issue_no_such_profile", text=text, names=", ".join(BUILT_IN))
    try:
        with path.open("rb") as file:
            return read_profile(file.read(MAXIMUM_PROFILE))
    except OSError as error:
        raise FileError("issue_profile_file", path=text, reason=error.strerror or type(error).__name__) from None


def specification_of(args: argparse.Namespace, profile: Profile, request: bool = False) -> Specification:
    """The profile's, with what was said about this one holder. Raises UsageError (`typed_*`, `cli_time`, `issue_days_and_until`)."""
    base = profile.specification
    changes: dict[str, Any] = {}
    names = [from_text.alternative_name(text) for text in args.san]
    subject = tuple(from_text.attribute(text) for text in args.attribute)
    if args.subject is not None:
        subject = (*from_text.subject(args.subject), *subject)
    if SERVER_AUTH in base.extended_key_usage.purposes:
        # What a server is called stands among its alternative names, and the first of them as its common name for people.
        hosts = [from_text.alternative_name(text) for text in args.name]
        names = [*hosts, *names]
        first = next((name for name in names if name.kind in (NameKind.DNS, NameKind.IP)), None)
        if args.subject is None and first is not None:
            subject = (*subject, *from_text.common_name_of(first))
    elif args.name:
        if len(args.name) > 1:
            raise UsageError("issue_one_name", count=len(args.name))
        subject = (*subject, SubjectAttribute(COMMON_NAME, args.name[0].strip()))
    if subject:
        changes["subject"] = subject
    if names:
        changes["names"] = tuple(dict.fromkeys((*base.names, *names)))
    if args.path_length is not None:
        changes["basic_constraints"] = replace(base.basic_constraints or BasicConstraints(), path_length=args.path_length)
    if args.permit or args.exclude:
        changes["name_constraints"] = NameConstraints(
            tuple(map(from_text.constraint, args.permit)) or base.name_constraints.permitted,
            tuple(map(from_text.constraint, args.exclude)) or base.name_constraints.excluded,
            base.name_constraints.critical,
        )
    if args.must_staple:
        changes["tls_features"] = tuple(dict.fromkeys((*base.tls_features, STATUS_REQUEST)))
    if args.hash:
        changes["hash"] = args.hash
    if not request:
        changes["validity"] = validity_of(args, base.validity)
        for field, given in (("ocsp_urls", args.ocsp_url), ("issuer_urls", args.issuer_url), ("crl_urls", args.crl_url)):
            if given:
                changes[field] = tuple(given)
    return replace(base, **changes)


def fitting(specification: Specification, key: KeyKind | bytes) -> Specification:
    """Without the usages that a key of this kind (or with this SubjectPublicKeyInfo, DER) cannot have."""
    if isinstance(key, KeyKind):
        return for_key(specification, key)
    return for_key(specification, kind_like(key))


def validity_of(args: argparse.Namespace, usual: Validity) -> Validity:
    """Raises UsageError `issue_days_and_until`, `cli_time`."""
    if args.days is not None and args.until is not None:
        raise UsageError("issue_days_and_until")
    begin = usual.not_before if args.begin is None else parse_time(args.begin)
    if args.until is not None:
        end = parse_time(args.until)
        # A day without a time of day counts to its end.
        return Validity(usual.days, begin, end + LAST_SECOND if re.fullmatch(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}", args.until.strip()) else end)
    if args.days is not None:
        return Validity(args.days, begin)
    return replace(usual, not_before=begin)
