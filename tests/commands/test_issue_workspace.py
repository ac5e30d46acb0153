"""After issuing, on the command line: `renew`, `revoke`, `crl`, `export`, `import`, `list`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.issuing import Issue, Place, mode, names, openssl, verified
from tests.core.workspace import postgresql
from workbench import cli
from workbench.commands import issue as package
from workbench.words import has

HOST = "www.example.test"


@pytest.fixture
def lab(issue: Issue, tmp_path: Path, place: Place) -> Path:
    out = tmp_path / "lab"
    assert issue("lab", "--out", out, "--name", HOST, *place.unlocked).code == 0
    return out


INTERMEDIATE = f"{HOST} Lab Intermediate CA"
ROOT_CA = f"{HOST} Lab Root CA"


def test_openssl_refuses_what_the_crl_says_is_revoked(issue: Issue, tmp_path: Path, place: Place, lab: Path) -> None:
    crls = tmp_path / "crls"
    first = issue("crl", "--issuer", INTERMEDIATE, "--out", crls, "--file-name", "inter", "--json", *place.unlocked)
    assert first.code == 0 and first.json["crls"][0]["count"] == 0
    check = ("-untrusted", lab / "intermediate.pem", "-crl_check", "-CRLfile", crls / "inter.pem")
    assert verified(lab / "root.pem", lab / "server.pem", *check)

    revoked = issue("revoke", HOST, "--reason", "keyCompromise", "--json", *place.open)
    assert revoked.code == 0 and revoked.json["certificates"][0]["revocation_reason"] == "keyCompromise"
    assert issue("crl", "--issuer", INTERMEDIATE, "--out", crls, "--file-name", "inter", *place.unlocked).code == 2  # it is there
    second = issue("crl", "--issuer", INTERMEDIATE, "--out", crls, "--file-name", "inter", "--force", "--json", *place.unlocked)
    assert second.json["crls"][0]["count"] == 1 and second.json["crls"][0]["number"] == first.json["crls"][0]["number"] + 1
    assert not verified(lab / "root.pem", lab / "server.pem", *check)
    assert verified(lab / "root.pem", lab / "client.pem", *check)
    shown = openssl("crl", "-in", crls / "inter.crl", "-inform", "DER", "-noout", "-text").stdout
    assert "Key Compromise" in shown

    answer = issue("revoke", HOST, "--json", *place.open)
    assert answer.code == 1 and answer.json["id"] == "revoke_already"
    assert issue("revoke", "nobody", *place.open).code == 1
    assert issue("revoke", ROOT_CA, *place.open).code == 1
    assert issue("revoke", HOST, "--reason", "boredom", *place.open).code == 2
    assert issue("revoke", HOST, "--since", "yesterday", *place.open).code == 2


def test_a_hold_can_be_lifted(issue: Issue, place: Place, lab: Path) -> None:
    assert issue("revoke", "Lab client", "--reason", "certificateHold", *place.open).code == 0
    assert issue("list", "--state", "revoked", "--json", *place.open).json["count"] == 1
    assert issue("revoke", "Lab client", "--lift-hold", "--reason", "superseded", *place.open).code == 2
    lifted = issue("revoke", "Lab client", "--lift-hold", "--json", *place.open)
    assert lifted.code == 0 and lifted.json["certificates"][0]["revoked"] is None
    assert issue("revoke", "Lab client", "--lift-hold", *place.open).code == 1


def test_a_delta_lists_what_changed_since(issue: Issue, tmp_path: Path, place: Place, lab: Path) -> None:
    assert issue("crl", "--issuer", INTERMEDIATE, "--delta", *place.unlocked).code == 1  # there is nothing yet that it adds to
    assert issue("crl", "--issuer", INTERMEDIATE, *place.unlocked).code == 0
    assert issue("revoke", HOST, *place.open).code == 0
    delta = issue("crl", "--issuer", INTERMEDIATE, "--delta", "--out", tmp_path / "d", "--json", *place.unlocked)
    assert delta.code == 0 and delta.json["crls"][0]["base_number"] is not None and names(tmp_path / "d") == ["delta.crl", "delta.pem"]
    assert "Delta CRL Indicator" in openssl("crl", "-in", tmp_path / "d" / "delta.pem", "-noout", "-text").stdout


@pytest.mark.parametrize(("words", "same"), [((), True), (("--new-key",), False), (("--key", "rsa-2048"), False)])
def test_a_renewed_certificate_replaces_the_old_one(
    issue: Issue, tmp_path: Path, place: Place, lab: Path, words: tuple[str, ...], same: bool
) -> None:
    out = tmp_path / "new"
    found = issue("renew", HOST, *words, "--out", out, "--with-key", "--json", *place.unlocked)
    assert found.code == 0 and found.json["replaces"] and names(out) == ["certificate-chain.pem", "certificate.key", "certificate.pem"]
    assert verified(lab / "root.pem", out / "certificate.pem", "-untrusted", lab / "intermediate.pem", "-verify_hostname", HOST)
    assert ((out / "certificate.key").read_bytes() == (lab / "server.key").read_bytes()) is same
    assert issue("renew", "nobody", *place.unlocked).code == 1
    ambiguous = issue("renew", HOST, *place.unlocked)
    assert ambiguous.code == 2 and ambiguous.err.count("id ") == 2


def test_a_certificate_leaves_in_the_forms_that_are_in_use(issue: Issue, tmp_path: Path, place: Place, lab: Path) -> None:
    (tmp_path / "password").write_text("changeit")
    out = tmp_path / "out"
    words = [word for form in ("pem", "der", "chain_pem", "pkcs7_pem", "pkcs12", "pkcs8_encrypted") for word in ("--form", form)]
    assert issue("export", HOST, *words, "--out", out, "--password-file", tmp_path / "password", "--with-root", *place.unlocked).code == 0
    assert names(out) == [f"{HOST}{end}" for end in ("-chain.pem", ".cer", ".key", ".p12", ".p7b", ".pem")]
    assert {path.name for path in out.iterdir() if mode(path) == 0o600} == {f"{HOST}.key", f"{HOST}.p12"}
    assert (out / f"{HOST}-chain.pem").read_text().count("BEGIN CERTIFICATE") == 3
    assert (out / f"{HOST}.pem").read_bytes() == (lab / "server.pem").read_bytes()
    assert openssl("pkcs12", "-in", out / f"{HOST}.p12", "-passin", "pass:changeit", "-noout").returncode == 0
    assert openssl("pkcs7", "-in", out / f"{HOST}.p7b", "-print_certs").stdout.count("BEGIN CERTIFICATE") == 3
    public = openssl("pkey", "-in", out / f"{HOST}.key", "-passin", "pass:changeit", "-pubout").stdout
    assert public == openssl("x509", "-in", lab / "server.pem", "-noout", "-pubkey").stdout

    assert issue("export", HOST, "--form", "der", "--out", tmp_path / "public", *place.open).code == 0  # no passphrase for what is public
    assert issue("export", HOST, "--form", "pkcs12", "--out", tmp_path / "no", *place.unlocked).code == 2
    assert issue("export", HOST, "--form", "pem", "--for", "nginx", "--out", tmp_path / "no", *place.unlocked).code == 2
    assert issue("export", "nobody", "--out", tmp_path / "no", *place.open).code == 1
    assert not (tmp_path / "no").exists()


def test_a_ready_set_leaves_with_its_configuration(issue: Issue, tmp_path: Path, place: Place, lab: Path) -> None:
    out = tmp_path / "nginx"
    found = issue("export", HOST, "--for", "nginx", "--clients", INTERMEDIATE, "--out", out, *place.unlocked)
    assert found.code == 0 and names(out) == sorted(f"{HOST}{end}" for end in ("-chain.pem", ".key", "-client-ca.pem", ".nginx.conf"))
    assert mode(out / f"{HOST}.key") == 0o600


def test_what_openssl_made_comes_in_and_issues(issue: Issue, tmp_path: Path, place: Place) -> None:
    words = ("-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "ca.key", "-out", tmp_path / "ca.pem", "-days", "400",
             "-subj", "/CN=Their Root", "-addext", "keyUsage=critical,keyCertSign,cRLSign")  # fmt: skip
    assert openssl("req", *words).returncode == 0
    found = issue("import", tmp_path / "ca.key", tmp_path / "ca.pem", "--json", *place.unlocked)
    assert found.code == 0 and len(found.json["certificates"]) == len(found.json["keys"]) == 1
    assert issue("server", "--name", HOST, "--days", "30", "--out", tmp_path / "out", *place.unlocked).code == 0
    assert verified(tmp_path / "ca.pem", tmp_path / "out" / "server.pem", "-verify_hostname", HOST)
    again = issue("import", tmp_path / "ca.pem", "--json", *place.open)
    assert again.code == 0 and again.json["known"] == 1
    (tmp_path / "junk").write_text("junk")
    half = issue("import", tmp_path / "junk", tmp_path / "ca.pem", *place.open)
    assert half.code == 2 and "junk" in half.err


def test_the_list_is_a_tree_and_finds_things(issue: Issue, place: Place, lab: Path) -> None:
    lines = issue("list", *place.open).out.splitlines()
    depths = {line.strip("└─` -").split(",")[0]: len(line) - len(line.lstrip(" └─`-")) for line in lines if "[" in line}
    assert depths[ROOT_CA] < depths[INTERMEDIATE] < depths[HOST] == depths["Lab client"]
    assert [item["subject"] for item in issue("list", "lab", "client", "--json", *place.open).json["certificates"]] == ["CN=Lab client"]
    assert len(issue("list", "--kind", "keys", "--json", *place.open).json["keys"]) == 4
    few = issue("list", "--limit", "1", "--json", *place.open).json
    assert (len(few["certificates"]), few["count"]) == (1, 4)
    nothing = issue("list", "nobody", *place.open)
    assert (nothing.code, nothing.out) == (1, "") and nothing.err


@pytest.mark.parametrize("url", ["nonsense://x", "sqlite:///{folder}", "sqlite:////proc/nowhere/x.sqlite", "sqlite:///{folder}/text"])
def test_a_workspace_that_cannot_be_had_is_one_sentence(issue: Issue, tmp_path: Path, url: str) -> None:
    (tmp_path / "text").write_text("this is no database, but long enough to be looked at")
    refused = issue("list", "--workspace", url.format(folder=tmp_path))
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)


# --- the front ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", package.SUBCOMMANDS)
def test_every_sub_command_explains_itself(issue: Issue, name: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = issue(name, "--help", "--language", language)
    assert shown.code == 0 and f"issue {name}" in shown.out and "issue_help" not in shown.out and "--json" in shown.out
    assert has(f"start_help_issue_{name}")
    assert cli.main(["--language", language, "issue", name, "--help"]) == 0


def test_the_table_and_the_folder_are_one(issue: Issue) -> None:
    shared = {"options", "results", "wish", "given"}
    folder = {path.stem for path in Path(package.__file__).parent.glob("[!_]*.py")} - shared
    assert {package.SubCommand(name)._module.__name__.rpartition(".")[2] for name in package.SUBCOMMANDS} == folder


def test_without_a_sub_command_it_says_what_there_is(issue: Issue) -> None:
    for words in ((), ("nonsense",), ("--workspace", "x")):
        refused = issue(*words)
        assert refused.code == 2 and refused.err.count("\n") == 1
    assert "lab" in issue("--help").out and "server" in issue().err


def test_options_may_stand_before_the_sub_command(issue: Issue, place: Place) -> None:
    assert issue(*place.unlocked, "--language", "ja", "root", "--name", "R").code == 0
    assert issue(*place.open, "list").code == 0


def test_a_team_shares_a_workspace_on_postgresql(issue: Issue, tmp_path: Path, place: Place) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed (the extra `postgresql`)")
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    with postgresql.cluster() as socket:
        team = Place(postgresql.new_database(socket), place.passphrase)
        assert issue("lab", "--out", tmp_path / "lab", "--name", HOST, *team.unlocked).code == 0
        assert issue("revoke", HOST, *team.open).code == 0
        crl = issue("crl", "--issuer", INTERMEDIATE, "--out", tmp_path / "crl", "--json", *team.unlocked)
        assert crl.code == 0 and crl.json["crls"][0]["count"] == 1
        assert issue("list", "--state", "revoked", "--json", *team.open).json["count"] == 1
    gone = issue("list", *team.open)
    assert (gone.code, gone.out, gone.err.count("\n")) == (2, "", 1)
