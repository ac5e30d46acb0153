"""Headlines for what has no verdict: keys, requests, CRLs, OCSP messages, missing issuers, and what could not be opened."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from workbench.core.x509.finding import Status
from workbench.core.x509.request import CertificationRequest, request_signature, signature_message
from workbench.core.x509.signature import SignatureState
from workbench.models.object_rows import Row, RowKind
from workbench.models.object_text import ObjectText, file_name
from workbench.models.subject import Subject


@dataclass(frozen=True, slots=True)
class Answer:
    """status None: nothing to judge, `letter` stands in the mark instead. action: the text of a button, "" for none."""

    status: Status | None
    headline: str
    detail: str
    letter: str = ""
    action: str = ""


def answer_of(row: Row, subject: Subject | None, text: ObjectText) -> Answer:
    """What a row that is no certificate is, in one sentence, and what it belongs to."""
    translate = QCoreApplication.translate
    shown = text.of(row)
    match row.kind:
        case RowKind.MISSING:
            headline = translate("Answers", "The certificate of “{name}” is missing").format(name=shown.title)
            detail = translate("Answers", "Open certificates name it as their issuer. Open it too, or choose a trust store that has it.")
            return Answer(Status.FAILURE, headline, detail)
        case RowKind.REFUSED:
            assert row.file is not None
            headline = translate("Answers", "“{name}” could not be opened").format(name=shown.title)
            return Answer(Status.FAILURE, headline, text.say(row.file.error) if row.file.error is not None else "")
        case RowKind.LOCKED:
            assert row.file is not None
            headline = translate("Answers", "“{name}” is locked").format(name=file_name(row.file.path))
            absurd = any(locked.seconds for locked in row.file.locked)
            what = "; ".join(text.say(locked.what) for locked in row.file.locked)
            if absurd:
                detail = translate("Answers", "Opening it takes very long, and was not begun without your consent: {what}")
            else:
                detail = translate("Answers", "A password is needed for {what}")
            action = translate("Answers", "Open it…") if absurd else translate("Answers", "Enter the password…")
            return Answer(Status.NOT_CHECKED, headline, detail.format(what=what), action=action)
        case _:
            pass
    if subject is None or subject.item is None:
        return Answer(None, shown.title, shown.second, shown.letter)
    item = subject.item
    if item.error is not None:
        return Answer(Status.FAILURE, text.say(item.title), text.say(item.error))
    if isinstance(item.parsed, CertificationRequest):
        signature = request_signature(item.parsed).state
        if signature in (SignatureState.MISMATCH, SignatureState.MALFORMED):
            return Answer(Status.FAILURE, text.say(item.title), text.say(signature_message(item.parsed)))
    relations = [text.say(relation.message) for relation in (text.relations or {}).get(item.id, ())]
    nothing = translate("Answers", "Nothing else that is open belongs to it.")
    return Answer(None, text.say(item.title), text.joined(relations[:3]) or nothing, shown.letter)
