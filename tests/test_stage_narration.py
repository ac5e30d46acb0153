"""Every stage of every connection is told, by how the handshake at hand goes."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.test_narration import RSA_SUITE, SEEDED, TLS12, UNKNOWN, played, transcripts
from tests.test_words import JAPANESE
from workbench import words
from workbench.core.handshake.stages import Stage, stages
from workbench.core.x509.issuance import KeyKind
from workbench.narration import Depth, narrate_stage, stage_title
from workbench.narration.rules import STAGE_RULES, chosen
from workbench.narration.situation import Situation


def test_every_stage_of_every_connection_is_told() -> None:
    used = set()
    for transcript in transcripts():
        found = stages(transcript)
        for connection, stage in {(step.connection, found[step.number]) for step in transcript.steps}:
            for language in words.LANGUAGES:
                for depth in Depth:
                    text = narrate_stage(transcript, connection, stage, language, depth)
                    assert text and not re.search(r"[{}]", text) and UNKNOWN[language] not in text, (transcript.name, stage, text)
            used.add(narrate_stage(transcript, connection, stage, "en"))
    assert len(used) > len(STAGE_RULES)


def test_no_stage_rule_is_unused() -> None:
    used = set()
    for transcript in transcripts():
        found = stages(transcript)
        for connection, stage in {(step.connection, found[step.number]) for step in transcript.steps}:
            last = [step for step in transcript.steps if step.connection == connection][-1]
            used.add(chosen(Situation(transcript, last), [rule for rule in STAGE_RULES if stage in rule.names]).id)
    assert sorted({rule.id for rule in STAGE_RULES} - used) == []


def test_stages_have_the_names_people_teach_with() -> None:
    assert [stage_title(stage, "en") for stage in (Stage.agree, Stage.make_key, Stage.prove, Stage.talk, Stage.part)] == [
        "Agree on the method", "Make the key", "Prove who you are", "Talk", "Part",
    ]  # fmt: skip
    assert all(JAPANESE.search(stage_title(stage, "ja")) for stage in Stage)


def test_stages_say_what_failed() -> None:
    assert "the server gives up (handshake_failure)" in narrate_stage(played("no_common_cipher_suite"), 1, Stage.agree, "en")
    assert "2027-01-14" in narrate_stage(played("expired"), 1, Stage.prove, "ja")
    assert "No certificate this time" in narrate_stage(played("tls13_resumption"), 2, Stage.prove, "en")
    assert narrate_stage(played("tls13_full"), 7, Stage.prove, "en") == ""
    assert "nobody looks at it any more" in narrate_stage(played("downgrade"), 1, Stage.prove, "en")  # refused for its ServerHello
    assert "gives up" not in narrate_stage(played("wrong_finished"), 1, Stage.prove, "en")  # the certificate was fine
    assert "the server gives up (decrypt_error)" in narrate_stage(played("wrong_finished"), 1, Stage.make_key, "en")


def test_who_plays_back_a_recording_is_never_said_to_share_a_secret() -> None:
    transcript = played("replayed_early_data")
    told = {stage: narrate_stage(transcript, 3, stage, "en") for stage in (Stage.agree, Stage.make_key, Stage.prove)}
    assert "plays back a greeting" in told[Stage.agree]
    assert "Only the server makes the key" in told[Stage.make_key]
    assert "proves nothing" in told[Stage.prove]
    assert not [text for text in told.values() if "both" in text.lower()]
    assert "Both still know a secret" in narrate_stage(transcript, 2, Stage.make_key, "en")


def test_impostors_are_not_called_the_server() -> None:
    for name in ("impostor_own_certificate", "impostor_true_certificate"):
        for stage in (Stage.agree, Stage.make_key):
            assert "the impostor" in narrate_stage(played(name), 1, stage, "en")
            assert "偽のサーバー" in narrate_stage(played(name), 1, stage, "ja")
    rsa = replace(SEEDED, versions=(TLS12,), key_kind=KeyKind.RSA_2048, cipher_suites=(RSA_SUITE,))
    assert "The impostor shows a certificate" in narrate_stage(played("impostor_true_certificate", rsa), 1, Stage.prove, "en")
