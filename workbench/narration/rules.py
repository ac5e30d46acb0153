"""Which text belongs to which step: an ordered table, the first row that fits decides. Additions are said besides, all that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.handshake.stages import Stage
from workbench.core.handshake.transcript import Outcome, StepKind
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.events import Level
from workbench.core.tls.parameters import ExtensionType
from workbench.narration.conditions import (
    Condition,
    after,
    answer,
    borrowed,
    both_proven,
    by_client,
    by_impostor,
    changed_hello,
    changed_on_the_way,
    client_applies,
    client_asked,
    closing,
    dhe,
    downgrade_mark,
    early_data,
    early_data_refused,
    explained,
    extension,
    failed,
    finite_field,
    first_update,
    forgets,
    from_client,
    from_server,
    has_fact,
    hybrid,
    impostor,
    key_made,
    keys_diverge,
    kind,
    level,
    no,
    offers_session,
    offers_tls13,
    outcome,
    psk_ke,
    reason,
    recorded_tls13,
    refused,
    replayer,
    resumed,
    rsa,
    saw,
    tickets,
    tls12,
    unaware,
    unproven,
    unreadable,
    value,
    whole_session,
    with_warnings,
)
from workbench.narration.situation import CLIENT_HELLO, Situation


@dataclass(frozen=True)
class Rule:
    """A row: the text `id` is for steps of one of these names (any where there is none) when all conditions hold."""

    id: str
    names: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()

    def fits(self, situation: Situation) -> bool:
        return (not self.names or situation.step.name in self.names) and all(condition(situation) for condition in self.when)


def rule(id: str, names: str = "", *when: Condition) -> Rule:
    """A row; `names` are joined by "|"."""
    return Rule(id, tuple(names.split("|")) if names else (), when)


def chosen(situation: Situation, rules: Sequence[Rule] | None = None) -> Rule:
    """The first row whose conditions hold (of the rules of a stage: whatever the step is called)."""
    if rules is not None:
        return next(rule for rule in rules if all(condition(situation) for condition in rule.when))
    return next(rule for rule in RULES if rule.fits(situation))


FAILED, OK = outcome(Outcome.failed), outcome(Outcome.ok)
lookup, tcp, alert = kind(StepKind.name_lookup), kind(StepKind.tcp), kind(StepKind.alert)
REFUSALS = "|".join(
    description.name
    for description in (
        AlertDescription.bad_certificate, AlertDescription.unsupported_certificate, AlertDescription.certificate_revoked,
        AlertDescription.certificate_expired, AlertDescription.certificate_unknown, AlertDescription.unknown_ca,
        AlertDescription.bad_certificate_status_response,
    )
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    # the network before and after TLS
    rule("network_answer", "", lookup, answer),
    rule("network_question", "", lookup),
    rule("network_syn", "SYN", tcp),
    rule("network_syn_ack", "SYN, ACK", tcp),
    rule("network_fin", "FIN, ACK|FIN", tcp, no(closing)),
    rule("network_fin_back", "FIN, ACK|FIN", tcp),
    rule("network_last_ack", "ACK", tcp, closing),
    rule("network_ack", "ACK", tcp),
    rule("network_other", "", tcp),
    # the Hellos
    rule("hello_client_random", "choose_client_random"),
    rule("hello_server_random_marked", "choose_server_random", downgrade_mark),
    rule("hello_server_random", "choose_server_random"),
    rule("hello_client_again", CLIENT_HELLO, after("HelloRetryRequest"), from_client),
    rule("hello_client_replayed", CLIENT_HELLO, replayer),
    rule("hello_client_changed", CLIENT_HELLO, changed_on_the_way),
    rule("hello_client", CLIENT_HELLO, offers_tls13),
    rule("hello_client12_session", CLIENT_HELLO, offers_session),
    rule("hello_client12", CLIENT_HELLO),
    rule("hello13_make_cookie", "make_cookie"),
    rule("hello13_check_cookie_failed", "check_cookie", FAILED),
    rule("hello13_check_cookie", "check_cookie"),
    rule("hello13_retry", "HelloRetryRequest"),
    rule("hello12_server_resumed", "ServerHello", tls12, resumed),
    rule("hello12_server_rsa", "ServerHello", tls12, rsa),
    rule("hello12_server", "ServerHello", tls12),
    rule("hello13_server_psk_ke", "ServerHello", psk_ke),
    rule("hello13_server_resumed", "ServerHello", resumed),
    rule("hello13_server", "ServerHello"),
    rule("hello13_extensions_resumed", "EncryptedExtensions", resumed),
    rule("hello13_extensions", "EncryptedExtensions"),
    rule("hello12_done", "ServerHelloDone"),
    # how the key comes to be
    rule("keys_share_hybrid_client", "generate_key_share", hybrid, from_client),
    rule("keys_share_hybrid_server", "generate_key_share", hybrid),
    rule("keys_share_again", "generate_key_share", after("HelloRetryRequest"), from_client),
    rule("keys_share_finite_field", "generate_key_share", finite_field),
    rule("keys_share", "generate_key_share"),
    rule("keys_secret_replayed", "compute_shared_secret", replayer),
    rule("keys_secret_hybrid", "compute_shared_secret", hybrid),
    rule("keys_secret12", "compute_shared_secret", tls12),
    rule("keys_secret", "compute_shared_secret"),
    rule("keys_handshake_psk_ke", "derive_handshake_secrets", psk_ke),
    rule("keys_handshake_resumed", "derive_handshake_secrets", resumed),
    rule("keys_handshake", "derive_handshake_secrets"),
    rule("keys_traffic_early", "derive_traffic_keys", value("early_data")),
    rule("keys_traffic_handshake", "derive_traffic_keys", value("handshake")),
    rule("keys_traffic_next", "derive_traffic_keys", after("update_traffic_secret")),
    rule("keys_traffic_application", "derive_traffic_keys"),
    rule("keys_application_psk_ke", "derive_application_secrets", psk_ke),
    rule("keys_application", "derive_application_secrets"),
    rule("keys_resumption", "derive_resumption_secret"),
    rule("keys_exported", "export_keying_material"),
    rule("keys12_sign_impostor", "sign_server_key_exchange", by_impostor, borrowed),
    rule("keys12_sign", "sign_server_key_exchange"),
    rule("keys12_server_finite_field", "ServerKeyExchange", dhe),
    rule("keys12_server", "ServerKeyExchange"),
    rule("keys12_verify_failed", "verify_server_key_exchange", FAILED),
    rule("keys12_verify", "verify_server_key_exchange"),
    rule("keys12_encrypt", "encrypt_pre_master_secret"),
    rule("keys12_client_rsa", "ClientKeyExchange", rsa),
    rule("keys12_client", "ClientKeyExchange"),
    rule("keys12_decrypt_impostor", "decrypt_pre_master_secret", by_impostor, borrowed),
    rule("keys12_decrypt", "decrypt_pre_master_secret"),
    rule("keys12_master_plain", "derive_master_secret", no(value("session_hash"))),
    rule("keys12_master", "derive_master_secret"),
    rule("keys12_block_resumed", "derive_key_block", resumed),
    rule("keys12_block", "derive_key_block"),
    rule("keys_switch12", "", kind(StepKind.change_cipher_spec), tls12),
    rule("keys_switch13", "", kind(StepKind.change_cipher_spec)),
    rule("keys_update_asked", "KeyUpdate", first_update),
    rule("keys_update_answer", "KeyUpdate"),
    rule("keys_update_secret", "update_traffic_secret"),
    rule("keys_forget_share", "forget_secrets", forgets("_private_key"), no(forgets("shared_secret"))),
    rule("keys_forget_updated", "forget_secrets", forgets("_application_traffic_secret_")),
    rule("keys_forget_tickets", "forget_secrets", forgets("ticket_state"), no(forgets("handshake_secret"))),
    rule("keys_forget12_rsa", "forget_secrets", tls12, rsa, no(resumed)),
    rule("keys_forget12_resumed", "forget_secrets", tls12, resumed),
    rule("keys_forget12", "forget_secrets", tls12),
    rule("keys_forget_psk_ke", "forget_secrets", psk_ke),
    rule("keys_forget", "forget_secrets"),
    # who is who
    rule("certificates_request12", "CertificateRequest", tls12),
    rule("certificates_request", "CertificateRequest"),
    rule("certificates_none", "Certificate", has_fact("fact_no_certificate")),
    rule("certificates_client12", "Certificate", from_client, tls12),
    rule("certificates_client", "Certificate", from_client),
    rule("certificates_server12", "Certificate|CompressedCertificate", tls12),
    rule("certificates_server", "Certificate|CompressedCertificate"),
    rule("certificates_status", "CertificateStatus"),
    rule("certificates_accepted_anyway", "judge_certificate", FAILED, by_client, no(failed)),
    rule("certificates_refused_client", "judge_certificate", FAILED, no(by_client)),
    rule("certificates_refused", "judge_certificate", FAILED),
    rule("certificates_judged_client", "judge_certificate", no(by_client)),
    rule("certificates_judged", "judge_certificate"),
    rule("certificates_sign_impostor", "sign_certificate_verify", by_impostor, borrowed),
    rule("certificates_sign12", "sign_certificate_verify", tls12),
    rule("certificates_sign", "sign_certificate_verify"),
    rule("certificates_verify12", "CertificateVerify", tls12),
    rule("certificates_verify", "CertificateVerify"),
    rule("certificates_checked_changed", "verify_certificate_verify", FAILED, changed_hello),
    rule("certificates_checked_failed", "verify_certificate_verify", FAILED),
    rule("certificates_checked_unproven", "verify_certificate_verify", by_client, unproven),
    rule("certificates_checked_client", "verify_certificate_verify", no(by_client)),
    rule("certificates_checked", "verify_certificate_verify"),
    # the seal on all that was said
    rule("finished_compute12", "compute_finished", tls12),
    rule("finished_compute", "compute_finished"),
    rule("finished_said12", "Finished", tls12),
    rule("finished_said_resumed", "Finished", resumed, from_server),
    rule("finished_said_server", "Finished", from_server),
    rule("finished_said", "Finished"),
    rule("finished_wrong", "verify_finished", FAILED),
    rule("finished_checked_resumed", "verify_finished", resumed),
    rule("finished_checked_unproven", "verify_finished", by_client, unproven),
    rule("finished_checked", "verify_finished"),
    # tickets and sessions
    rule("tickets_binder", "compute_binder"),
    rule("tickets_open_failed", "open_ticket", FAILED),
    rule("tickets_open12", "open_ticket", tls12),
    rule("tickets_open", "open_ticket"),
    rule("tickets_binder_wrong", "verify_binder", FAILED),
    rule("tickets_binder_replayed", "verify_binder", replayer),
    rule("tickets_binder_checked", "verify_binder"),
    rule("tickets_early_secrets", "derive_early_secrets"),
    rule("tickets_resume", "resume_session"),
    rule("tickets_seal12", "seal_ticket", tls12),
    rule("tickets_seal", "seal_ticket"),
    rule("tickets_given12", "NewSessionTicket", tls12),
    rule("tickets_given", "NewSessionTicket"),
    rule("tickets_kept", "keep_ticket"),
    # what it was all for
    rule("data_early", "application_data", kind(StepKind.application_data), level(Level.early_data)),
    rule("data_early_end", "EndOfEarlyData"),
    rule("data_unreadable", "", kind(StepKind.application_data), no(has_fact("fact_first_line"))),
    rule("data_request", "", kind(StepKind.application_data), from_client),
    rule("data_response", "", kind(StepKind.application_data)),
    # the end
    rule("close_notify_back", "close_notify", after("close_notify")),
    rule("close_notify", "close_notify"),
    rule("close_failed", "destroy_keys", failed),
    rule("close_replayed", "destroy_keys", replayer),
    rule("close12_rsa", "destroy_keys", tls12, rsa),
    rule("close12_session_kept", "destroy_keys", tls12, whole_session),
    rule("close12_resumed", "destroy_keys", tls12, resumed),
    rule("close12_ticket", "destroy_keys", tls12, saw("NewSessionTicket")),
    rule("close_psk_ke", "destroy_keys", psk_ke),
    rule("close_early", "destroy_keys", early_data),
    rule("close_resumed", "destroy_keys", resumed),
    rule("close_keys", "destroy_keys"),
    # who gave up, and after which check
    rule("failures_offer_changed", "", alert, reason("tls_no_common_version", "tls_no_common_suite"), changed_hello),
    rule("failures_version", "protocol_version", alert),
    rule("failures_no_suite", "handshake_failure", alert, reason("tls_no_common_suite")),
    rule("failures_no_key", "", alert, reason("tls_no_key_for_suite")),
    rule("failures_downgrade", "", alert, reason("tls_downgrade")),
    rule("failures_client_refused", REFUSALS, alert, refused, no(by_client)),
    rule("failures_refused", REFUSALS, alert, refused),
    rule("failures_no_client_certificate", "", alert, reason("tls_no_client_certificate")),
    rule("failures_signature_changed", "", alert, reason("tls_signature_wrong"), changed_hello),
    rule("failures_signature", "", alert, reason("tls_signature_wrong")),
    rule("failures_finished", "", alert, reason("tls_finished_wrong")),
    rule("failures_impostor_keys", "bad_record_mac", alert, by_impostor),
    rule("failures_record", "bad_record_mac", alert, after("application_data")),
    rule("failures_other_keys", "bad_record_mac", alert, changed_hello),
    rule("failures_warning", "", alert, no(FAILED)),
    rule("failures_received", "", alert, no(explained)),
    rule("failures_other", "", alert),
    # attacks
    rule("attacks_takes_out_tls13", "attack", reason("attack_takes_out_tls13")),
    rule("attacks_takes_out_suite", "attack", reason("attack_takes_out_suite")),
    rule("attacks_flips_bit", "attack", reason("attack_flips_bit")),
    rule("attacks_other", "", kind(StepKind.attack)),
    # preparations
    rule("preparation_root_key", "generate_key_pair", value("root_")),
    rule("preparation_intermediate_key", "generate_key_pair", value("intermediate_")),
    rule("preparation_client_key", "generate_key_pair", value("client_")),
    rule("preparation_key", "generate_key_pair"),
    rule("preparation_root", "make_root_certificate"),
    rule("preparation_intermediate", "make_intermediate_certificate"),
    rule("preparation_request", "make_certification_request"),
    rule("preparation_hand_in", "certification_request"),
    rule("preparation_check_failed", "check_certification_request", FAILED),
    rule("preparation_check_client", "check_certification_request", client_applies),
    rule("preparation_check", "check_certification_request"),
    rule("preparation_sign", "sign_certificate"),
    rule("preparation_hand_out", "certificate_chain"),
    rule("preparation_install_client", "install_certificate", by_client),
    rule("preparation_install", "install_certificate"),
    rule("preparation_trust", "root_certificate"),
    # years later
    rule("offline_stolen", "private_key_stolen"),
    rule("offline_opened", "open_recording", OK),
    rule("offline_closed13", "open_recording", recorded_tls13),
    rule("offline_closed", "open_recording"),
    rule("offline_read", "read_recording"),
    # whatever no row above speaks of
    rule("other_unreadable", "", kind(StepKind.message), unreadable),
    rule("other_message", "", kind(StepKind.message)),
    rule("other_handover", "", kind(StepKind.handover)),
    rule("other_check_failed", "", FAILED),
    rule("other"),
)

ADDITIONS: tuple[Rule, ...] = (
    rule("more_hybrid_hello", "ClientHello|ServerHello", hybrid, no(tls12)),
    rule("more_server_name", CLIENT_HELLO, extension(ExtensionType.server_name), no(replayer), no(changed_on_the_way)),
    rule("more_offers_psk", CLIENT_HELLO, has_fact("fact_offers_psk"), no(replayer)),
    rule("more_early_data_taken", "EncryptedExtensions", has_fact("fact_early_data_accepted")),
    rule("more_early_data_refused", "EncryptedExtensions", early_data_refused),
    rule("more_impostor_answers", "ServerHello", impostor),
    rule("more_impostor_certificate", "Certificate", by_impostor),
    rule("more_refused_meanwhile", "sign_certificate_verify|compute_finished|derive_application_secrets", unaware, failed),
    rule("more_other_keys", "derive_handshake_secrets|derive_master_secret", keys_diverge),
    rule("more_warnings", "judge_certificate", OK, with_warnings),
    rule("more_unproven_data", "application_data", unproven, level(Level.application)),
    rule("more_unproven_close", "destroy_keys", unproven),
    rule("more_ticket_kept", "destroy_keys", by_client, tickets, no(tls12), no(failed)),
    rule("more_early_forward_secrecy", "application_data", level(Level.early_data)),
)

STAGE_RULES: tuple[Rule, ...] = (
    rule("stage_prepare", Stage.prepare),
    rule("stage_reach", Stage.reach),
    rule("stage_agree_failed", Stage.agree, failed, no(saw("ServerHello"))),
    rule("stage_agree12", Stage.agree, tls12),
    rule("stage_agree", Stage.agree),
    rule("stage_make_key_failed", Stage.make_key, failed, no(key_made)),
    rule("stage_make_key12_resumed", Stage.make_key, tls12, resumed),
    rule("stage_make_key12_rsa", Stage.make_key, tls12, rsa),
    rule("stage_make_key12", Stage.make_key, tls12),
    rule("stage_make_key_psk_ke", Stage.make_key, psk_ke),
    rule("stage_make_key_resumed", Stage.make_key, resumed),
    rule("stage_make_key", Stage.make_key),
    rule("stage_prove_failed", Stage.prove, failed, no(both_proven)),
    rule("stage_prove_unproven", Stage.prove, unproven),
    rule("stage_prove12", Stage.prove, tls12),
    rule("stage_prove_resumed", Stage.prove, resumed),
    rule("stage_prove_mutual", Stage.prove, client_asked),
    rule("stage_prove", Stage.prove),
    rule("stage_talk_unproven", Stage.talk, unproven),
    rule("stage_talk_failed", Stage.talk, failed),
    rule("stage_talk", Stage.talk),
    rule("stage_part_failed", Stage.part, failed),
    rule("stage_part_replayed", Stage.part, replayer),
    rule("stage_part", Stage.part),
    rule("stage_afterwards", Stage.afterwards),
)
"""The text of a stage, by how this handshake does it. The names are those of the stages, not of steps."""
