"""self-check finds everything in this checkout, and notices what is missing."""

from __future__ import annotations

import argparse

import pytest

from workbench import self_check, words


@pytest.mark.parametrize("area", self_check.AREAS, ids=lambda area: area.name)
def test_every_area_is_there(area: self_check.Area, qapp: object) -> None:
    assert area.check() >= 1


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_one_line_an_area_and_a_conclusion(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(self_check, "AREAS", (self_check.Area("themes", lambda: 2), self_check.Area("icons", lambda: 44)))
    assert self_check.run(argparse.Namespace(language=language)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and "2" in lines[0] and "44" in lines[1]


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> int:
        raise ImportError("No module named 'pkilint'")

    areas = (self_check.Area("lint", broken), self_check.Area("icons", lambda: self_check._files("icons", ending=".nothing").__len__()))
    monkeypatch.setattr(self_check, "AREAS", areas)
    assert self_check.run(argparse.Namespace(language="en")) == 1
    output = capsys.readouterr().out
    assert "BROKEN: lint: ImportError: No module named 'pkilint'" in output
    assert "icons/*.nothing" in output


def test_every_area_has_its_line() -> None:
    assert all(words.has(f"check_{area.name}") for area in self_check.AREAS)
