"""What is wrong with a `Specification`, field by field, while it is being typed.

A failure is what cannot be written, or what nobody could use; a warning is what most people do not mean. What the chosen CA would make of
it is another question, answered by `rehearsal.py`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from workbench.core.errors import Message
from workbench.core.issuance import parts
from workbench.core.issuance.build import times
from workbench.core.issuance.parts import Place, SpecificationError
from workbench.core.issuance.specification import NameKind, Specification
from workbench.core.x509.finding import Status
from workbench.core.x509.host_name import a_label
from workbench.core.x509.issuance import SERVER_AUTH

COMMON_NAME = "2.5.4.3"
LONGEST_DAYS = 36525
"""A hundred years."""

NOT_SAID_YET = frozenset({"wish_nobody", "wish_ca_without_name", "wish_server_without_host"})
"""Problems of a form that is not filled in yet, rather than filled in wrong."""


@dataclass(frozen=True)
class Problem:
    """place  which field: names and positions in the Specification; status  FAILURE (nothing can be issued so) or WARNING."""

    place: Place
    message: Message
    status: Status = Status.FAILURE


def problems(specification: Specification, now: datetime | None = None, request: bool = False) -> tuple[Problem, ...]:
    """All of them, in the order of the fields. Never raises.

    request  what is wanted is a request: times and the CA's own addresses are of no account
    """
    found = [*_unwritable(specification, request), *_doubtful(specification)]
    if not request:
        found += _validity(specification, now or datetime.now(UTC))
    return tuple(found)


def _unwritable(wish: Specification, request: bool) -> Iterator[Problem]:
    """What `build` would refuse: the same functions are asked, one item at a time, so that one mistake does not hide the next."""
    checks: list[Callable[[], object]] = []

    def each(check: Callable[[Any, Place], object], items: Iterable[Any], *place: str | int) -> None:
        checks.extend(functools.partial(check, item, (*place, at)) for at, item in enumerate(items))

    each(parts.attribute, wish.subject, "subject")
    each(parts.general_name, wish.names, "names")
    each(parts.constraint_name, wish.name_constraints.permitted, "name_constraints", "permitted")
    each(parts.constraint_name, wish.name_constraints.excluded, "name_constraints", "excluded")
    if wish.basic_constraints is not None:
        checks.append(functools.partial(parts.basic_constraints, wish.basic_constraints))
    checks.append(functools.partial(parts.key_usage, wish.key_usage))
    each(parts.oid, wish.extended_key_usage.purposes, "extended_key_usage", "purposes")
    each(parts.policy, wish.policies, "policies")
    if wish.tls_features:
        checks.append(functools.partial(parts.tls_features, wish.tls_features))
    each(parts.raw_extension, wish.raw, "raw")
    checks.append(functools.partial(parts.hash_name, wish.hash))
    if not request:
        for field in ("ocsp_urls", "issuer_urls", "crl_urls", "delta_crl_urls"):
            each(parts.uri, getattr(wish, field), field)
    for check in checks:
        try:
            check()
        except SpecificationError as error:
            yield Problem(error.place, error.message)
    yield from _repeated(wish)


def _repeated(wish: Specification) -> Iterator[Problem]:
    """RFC 5280 4.2: a certificate has no extension twice."""
    seen: set[str] = set()
    for at, item in enumerate(wish.raw):
        oid = item.oid.strip()
        if oid in seen or oid in own_oids(wish):
            yield Problem(("raw", at, "oid"), Message("wish_extension_twice", {"oid": oid}))
        seen.add(oid)


def own_oids(wish: Specification) -> frozenset[str]:
    """The OIDs of the extensions that the other fields of a Specification make."""
    present = {
        "2.5.29.14": wish.subject_key_identifier,
        "2.5.29.35": wish.authority_key_identifier,
        "2.5.29.19": wish.basic_constraints is not None,
        "2.5.29.15": bool(wish.key_usage.usages),
        "2.5.29.37": bool(wish.extended_key_usage.purposes),
        "2.5.29.17": bool(wish.names),
        "2.5.29.30": bool(wish.name_constraints.permitted or wish.name_constraints.excluded),
        "2.5.29.32": bool(wish.policies),
        "1.3.6.1.5.5.7.1.1": bool(wish.ocsp_urls or wish.issuer_urls),
        "2.5.29.31": bool(wish.crl_urls),
        "2.5.29.46": bool(wish.delta_crl_urls),
        "1.3.6.1.5.5.7.1.24": bool(wish.tls_features),
        "1.3.6.1.5.5.7.48.1.5": wish.ocsp_no_check,
    }
    return frozenset(oid for oid, there in present.items() if there)


def _validity(wish: Specification, now: datetime) -> Iterator[Problem]:
    chosen = wish.validity
    if chosen.not_after is None and not 1 <= chosen.days <= LONGEST_DAYS:
        yield Problem(("validity", "days"), Message("wish_days_out_of_range", {"days": chosen.days, "most": LONGEST_DAYS}))
        return
    try:
        begin, end = times(chosen, now)
    except SpecificationError as error:
        yield Problem(error.place, error.message)
        return
    field = "days" if chosen.not_after is None else "not_after"
    if end <= begin:
        yield Problem(("validity", field), Message("wish_ends_before_it_begins"))
    elif end - begin > timedelta(days=LONGEST_DAYS):
        yield Problem(("validity", field), Message("wish_longer_than_a_century"))
    elif end <= now:
        yield Problem(("validity", field), Message("wish_over_already", {"time": end}), Status.WARNING)
    elif begin > now:
        yield Problem(("validity", "not_before"), Message("wish_begins_later", {"time": begin}), Status.WARNING)


def _doubtful(wish: Specification) -> Iterator[Problem]:
    ca = wish.basic_constraints is not None and wish.basic_constraints.ca
    if not wish.subject and not wish.names:
        yield Problem(("subject",), Message("wish_nobody"))
    elif ca and not wish.subject:
        yield Problem(("subject",), Message("wish_ca_without_name"))  # RFC 5280 4.1.2.6
    server = SERVER_AUTH in wish.extended_key_usage.purposes
    hosts = [item for item in wish.names if item.kind in (NameKind.DNS, NameKind.IP)]
    if server and not ca and not hosts:
        yield Problem(("names",), Message("wish_server_without_host"))
    if server and hosts:
        known = {_comparable(item.value) for item in wish.names}
        for at, item in enumerate(wish.subject):
            if item.type == COMMON_NAME and item.value and _comparable(item.value) not in known:
                yield Problem(("subject", at, "value"), Message("wish_common_name_not_among_names", {"name": item.value}), Status.WARNING)
    if ca and wish.key_usage.usages and "keyCertSign" not in wish.key_usage.usages:
        yield Problem(("key_usage", "usages"), Message("wish_ca_cannot_sign"))
    if not ca and "keyCertSign" in wish.key_usage.usages:
        yield Problem(("key_usage", "usages"), Message("wish_sign_without_ca"), Status.WARNING)  # RFC 5280 4.2.1.9: MUST NOT
    if not ca and (wish.name_constraints.permitted or wish.name_constraints.excluded):
        yield Problem(("name_constraints",), Message("wish_constraints_without_ca"))


def _comparable(text: str) -> str:
    text = text.strip().casefold()
    star = "*." if text.startswith("*.") else ""
    return star + (a_label(text.removeprefix(star)) or text.removeprefix(star))
