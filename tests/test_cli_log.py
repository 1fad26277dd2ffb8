"""`log`: what happened with a client, without a window."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.cli import main
from desktop_crm.model.message import msg
from desktop_crm.services import client, contact, task
from desktop_crm.services.clock import today
from desktop_crm.services.workspace import create, opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Office.crm"
    create(path, language="en").close()
    with opened(path) as workspace, workspace.write(msg("Clients")) as session:
        first = client.save(session, None, {"name": "Sumber Makmur", "legal_form": "PT"})
        client.save(session, None, {"name": "Sumber Rejeki"})
        contact.save(session, first.id, None, {"name": "Dewi Lestari"})
    return path


def log(file: Path, *more: str) -> int:
    return main(["--workspace", str(file), "log", *more])


def steps(file: Path) -> list[Any]:
    with opened(file) as workspace, workspace.read() as session:
        return [(each.title, each.time, each.due, each.client.name) for each in task.open_of(session, 1)]


def test_what_comes_next_and_what_is_promised_become_tasks(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    soon = today() + timedelta(days=3)
    text = f"Agreed. @{soon.isoformat()} send the leaflet"
    assert log(file, "makmur", "--kind", "call_out", "--text", text, "--next", "besok 10.00 telp", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["client"] == "PT Sumber Makmur"
    assert sorted(each["title"] for each in told["tasks"]) == ["send the leaflet", "telp"]
    assert steps(file) == [
        ("telp", "10:00", today() + timedelta(days=1), "Sumber Makmur"),
        ("send the leaflet", "", soon, "Sumber Makmur"),
    ]


def test_a_contact_may_be_named_and_the_text_may_come_from_another_program(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Wants a quotation\n"))
    assert log(file, "dewi", "--text", "-") == 0
    assert "Dewi Lestari" in capsys.readouterr().out
    assert main(["--workspace", str(file), "list", "activities", "--json"]) == 0
    (kept,) = json.loads(capsys.readouterr().out)
    assert kept["text"] == "Wants a quotation"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("sumber", "--text", "x"), "Several clients may be meant by sumber"),
        (("nobody", "--text", "x"), "There is no client nobody."),
        (("makmur", "--text", ""), "Write what was said"),
        (("makmur", "--text", "x", "--kind", "shout"), "shout is no kind"),
    ],
)
def test_what_is_not_certain_is_refused_in_one_line_and_keeps_nothing(
    file: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], why: str
) -> None:
    assert log(file, *more) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert why in line
    assert main(["--workspace", str(file), "list", "activities", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
