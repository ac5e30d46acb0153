"""The rules of one top-level domain say of a name what the whole list says."""

from __future__ import annotations

import random

from publicsuffixlist import PSLFILE, PublicSuffixList

from workbench.core.x509.public_suffix import is_icann_suffix, is_operator, is_private_suffix, is_public_name, registrable

REGISTRIES, WHOLE = PublicSuffixList(accept_unknown=False, only_icann=True), PublicSuffixList(accept_unknown=False)


def names() -> list[str]:
    with open(PSLFILE, encoding="utf-8") as file:
        rules = [line.split(" ")[0].strip() for line in file if line.strip() and not line.startswith("//")]
    chosen = random.Random(7).sample(rules, 400)
    chosen += [rule for rule in rules if rule.startswith("!")] + ["com", "co.uk", "github.io", "s3.amazonaws.com", "*.ck", "公司.cn"]
    plain = [rule.lstrip("!").replace("*.", "any.") for rule in chosen]
    plain += [name.encode("idna").decode("ascii") for name in plain if not name.isascii()]
    more = [f"{front}{name}" for name in plain for front in ("", "www.", "A.b.")]
    return [*more, "", ".", "localhost", "www.example.test", "a..com", "com.", "example.com.", ".com", "x.unknown"]


def test_a_name_is_judged_as_by_the_whole_list() -> None:
    for name in names():
        lower = name.lower()
        assert is_icann_suffix(name) == ("." not in lower or REGISTRIES.publicsuffix(lower) == lower), name
        assert is_private_suffix(name) == (WHOLE.publicsuffix(lower) == lower and not is_icann_suffix(name)), name
        assert registrable(name) == (REGISTRIES.privatesuffix(lower) or ""), name
        bare = lower.rstrip(".")
        known = "." in bare and (bare.endswith(".onion") or REGISTRIES.publicsuffix(bare) is not None)
        assert is_public_name(name) == known, name


def test_examples() -> None:
    assert is_icann_suffix("co.uk") and is_private_suffix("github.io") and is_operator("github.io") and not is_operator("a.github.io")
    assert registrable("www.example.co.uk") == "example.co.uk" and not is_public_name("www.example.test")
