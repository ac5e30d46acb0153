"""What drop and clipboard hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QUrl

from workbench.views.intake import Intake, can_take, take


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "証明書 1.pem"
    path.write_text("x")
    return path


def of_text(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


def test_files_come_first(file: Path) -> None:
    mime = of_text("something else")
    mime.setUrls([QUrl.fromLocalFile(str(file)), QUrl("https://example.org/x.pem")])
    assert can_take(mime) and take(mime) == Intake((str(file),))


def test_text_that_names_files_is_these_files(file: Path) -> None:
    assert take(of_text(f'"{file}"\n{file.parent}\n')) == Intake((str(file), str(file.parent)))
    assert take(of_text(QUrl.fromLocalFile(str(file)).toString())) == Intake((str(file),))
    assert take(of_text(f"{file}\n/not/there")).paths == ()


def test_any_other_text_is_content() -> None:
    pem = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
    assert take(of_text(pem)) == Intake(data=pem.encode())
    assert take(of_text("例え")).data == "例え".encode()


def test_bytes_of_their_own_kind() -> None:
    mime = QMimeData()
    mime.setData("application/x-pkcs12", QByteArray(b"\x30\x00"))
    assert can_take(mime) and take(mime) == Intake(data=b"\x30\x00")
    assert "30" not in repr(take(mime))


def test_nothing() -> None:
    assert not can_take(QMimeData())
    assert not take(QMimeData()) and not take(of_text(" \n"))
