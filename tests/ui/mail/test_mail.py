"""Mails dropped on the window: what was found is shown, nobody is made a contact unasked, one Undo takes all back."""

from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl, QUrlQuery
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.exchange.mail.file import read_mail
from desktop_crm.model.client import Email
from desktop_crm.model.listing import Query
from desktop_crm.services import activity, client
from desktop_crm.services import contact as contacts
from desktop_crm.services import settings as own
from desktop_crm.services.private_copies import OUTSIDE
from desktop_crm.services.safety.check import check
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.form.record_editor import RecordEditor
from desktop_crm.ui.mail.dialog import MailDialog
from desktop_crm.ui.mail.new_mail import NewMail
from desktop_crm.ui.window.shell import Shell
from tests.office import Office, screen_of

pytestmark = pytest.mark.in_turn


@pytest.fixture
def workspace(office: Office) -> Workspace:
    return office.workspace


@pytest.fixture
def post(office: Office, tmp_path: Path) -> Callable[..., Path]:
    office.do(lambda s: own.save_company(s, {"email": "kami@kantor.example"}))
    office.do(lambda s: client.save(s, office.client, {"emails": (Email("info@toko.example"),)}))
    count = iter(range(1000))

    def write(sender: str, text: str = "Halo") -> Path:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, "kami@kantor.example", "Permintaan harga"
        message["Date"], message["Message-ID"] = "Thu, 12 Mar 2026 10:00:00 +0700", f"<{next(count)}@x>"
        message.set_content(text)
        path = tmp_path / f"{next(count)}.eml"
        path.write_bytes(bytes(message))
        return path

    return write


def drop(qtbot: QtBot, shell: Shell, paths: Sequence[Path]) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    what = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPointF(300, 300).toPoint(), *what)
    enter.ignore()
    QApplication.sendEvent(shell, enter)
    if enter.isAccepted():
        QApplication.sendEvent(shell, QDropEvent(QPointF(300, 300), *what))
    return enter.isAccepted()


def sheet(qtbot: QtBot, shell: Shell) -> Any:
    """The one that lies open, when it has read the mails."""
    qtbot.waitUntil(lambda: any(each.isVisible() for each in shell.findChildren(MailDialog)))
    found = next(each for each in shell.findChildren(MailDialog) if each.isVisible())
    qtbot.waitUntil(found.go.isVisible)
    return found


def count(office: Office) -> int:
    return activity.listing(office.workspace).count(Query())


def kept(qtbot: QtBot, office: Office, dialog: Any, wanted: int) -> None:
    shell = dialog.parentWidget()
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: count(office) == wanted)
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in shell.findChildren(MailDialog)))


def test_known_ones_are_kept_and_known_again(
    qtbot: QtBot, shell: Shell, office: Office, post: Callable[..., Path]
) -> None:
    paths = [post("info@toko.example"), post("info@toko.example")]
    assert drop(qtbot, shell, paths)
    dialog = sheet(qtbot, shell)
    assert dialog.counts.text() == "2 mails are clients'"
    assert [dialog.rows.rows.text(0, at) for at in (1, 2)] == ["Email from PT Sumber Makmur", "Permintaan harga"]
    assert dialog.go.text() == "Keep 2 mails"
    kept(qtbot, office, dialog, 2)
    qtbot.waitUntil(lambda: "2 mails kept." in [note.text for note in shell.notify.stack.notes()])
    drop(qtbot, shell, [*paths, post("info@toko.example")])
    dialog = sheet(qtbot, shell)
    assert dialog.counts.text() == "1 mail is a client's · 2 are here already"
    kept(qtbot, office, dialog, 3)


def test_strangers_wait_for_an_answer(qtbot: QtBot, shell: Shell, office: Office, post: Callable[..., Path]) -> None:
    drop(qtbot, shell, [post("Sari <sari@toko.example>"), post("x@gmail.com")])
    dialog = sheet(qtbot, shell)
    assert dialog.counts.text() == "2 are of people unknown"
    assert not dialog.go.isEnabled()
    (offer,) = [
        button for button in dialog.strangers.findChildren(QPushButton) if button.text().startswith("Contact of")
    ]
    offer.click()
    assert dialog.go.text() == "Keep 1 mail"
    kept(qtbot, office, dialog, 1)
    with office.workspace.read() as session:
        names = {one.name for one in contacts.of_client(session, office.client)}
    assert "Sari" in names
    assert len(names) == 2


def test_on_a_client_s_page_strangers_are_offered_for_that_client(
    qtbot: QtBot, shell: Shell, office: Office, post: Callable[..., Path]
) -> None:
    shell.navigate("client", office.client)
    qtbot.waitUntil(lambda: screen_of(shell, "client").whom() is not None)
    drop(qtbot, shell, [post("x@gmail.com")])
    dialog = sheet(qtbot, shell)
    (editor,) = dialog.strangers.findChildren(RecordEditor)
    assert editor.value() == office.client
    assert dialog.go.text() == "Keep 1 mail"


def test_broken_ones_are_named_and_closing_keeps_nothing(
    qtbot: QtBot, shell: Shell, office: Office, post: Callable[..., Path], tmp_path: Path
) -> None:
    bad = tmp_path / "rusak.eml"
    bad.write_bytes(b"bukan surel")
    drop(qtbot, shell, [bad, post("info@toko.example")])
    dialog = sheet(qtbot, shell)
    assert dialog.counts.text() == "1 mail is a client's · 1 can't be read"
    assert [dialog.rows.rows.text(0, at) for at in (0, 1)] == ["rusak.eml", "This is no mail."]
    dialog.reject()
    assert count(office) == 0


def test_other_files_are_not_taken(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    assert not drop(qtbot, shell, [tmp_path / "a.pdf"])


def test_dropped_on_an_order_s_page_they_are_about_that(
    qtbot: QtBot, shell: Shell, office: Office, post: Callable[..., Path]
) -> None:
    order = office.order()
    other = office.do(lambda s: client.save(s, None, {"name": "Toko Lain", "emails": (Email("a@lain.example"),)})).id
    page(qtbot, shell, "order", order.id)
    drop(qtbot, shell, [post("info@toko.example"), post("a@lain.example")])
    kept(qtbot, office, sheet(qtbot, shell), 2)
    own, strange = (office.see(lambda s, of=of: activity.last(s, of))[0] for of in (office.client, other))
    assert (own.about_noun, own.about_id) == ("order", order.id)
    assert (strange.about_noun, strange.about_id) == ("", None)


def test_two_hundred_are_kept_once_and_go_with_one_undo(
    qtbot: QtBot, shell: Shell, office: Office, post: Callable[..., Path]
) -> None:
    paths = [post("info@toko.example", f"Surat ke-{at}") for at in range(200)]
    assert drop(qtbot, shell, paths)
    dialog = sheet(qtbot, shell)
    assert dialog.go.text() == "Keep 200 mails"
    kept(qtbot, office, dialog, 200)
    with office.workspace.driver_connection() as connection:
        entries = connection.execute("SELECT max(id) FROM journal_entries").fetchone()
    assert drop(qtbot, shell, paths[::-1])
    again = sheet(qtbot, shell)
    assert again.counts.text() == "200 are here already"
    assert not again.go.isEnabled()
    again.reject()
    with office.workspace.driver_connection() as connection:
        assert connection.execute("SELECT max(id) FROM journal_entries").fetchone() == entries
    assert count(office) == 200
    assert shell.desk is not None
    shell.desk.undo()
    qtbot.waitUntil(lambda: count(office) == 0)
    assert check(office.workspace) == []


def new_mail(qtbot: QtBot, shell: Shell) -> Any:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in shell.findChildren(NewMail)))
    found: Any = next(each for each in shell.findChildren(NewMail) if each.isVisible())
    qtbot.waitUntil(found.form.editor("subject").inputs()[0].hasFocus)
    return found


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    """What the mail program is given."""
    given: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: given.append(url) or True)
    return given


def page(qtbot: QtBot, shell: Shell, noun: str, record_id: int) -> None:
    shell.navigate(noun, record_id)
    screen: Any = screen_of(shell, noun)
    qtbot.waitUntil(lambda: screen.is_ready() and screen.card.record_id == record_id)


def test_a_new_mail_is_opened_in_the_mail_program_and_kept(
    qtbot: QtBot, shell: Shell, office: Office, post: Callable[..., Path], handed: list[QUrl]
) -> None:
    order = office.order()
    page(qtbot, shell, "client", office.client)
    assert shell.actions_.run("client.write")
    asked = new_mail(qtbot, shell)
    qtbot.keyClicks(QApplication.focusWidget(), "Penawaran kopi & teh")
    asked.form.load({**asked.form.values(), "text": "Terlampir.\nSalam", "about": f"order:{order.id}"})
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(handed) and count(office) == 1)
    assert [url.scheme() for url in handed] == ["mailto"]
    assert handed[0].path() == "info@toko.example"
    said = QUrlQuery(handed[0])
    whole = QUrl.ComponentFormattingOption.FullyDecoded
    assert said.queryItemValue("subject", whole) == "Penawaran kopi & teh"
    assert said.queryItemValue("body", whole) == "Terlampir.\r\nSalam"
    kept = office.see(lambda s: activity.last(s, office.client))[0]
    assert (kept.kind, kept.subject, kept.text, kept.about_noun, kept.about_id) == (
        "email_out",
        "Penawaran kopi & teh",
        "Terlampir.\nSalam",
        "order",
        order.id,
    )
    shell.desk.undo()
    assert count(office) == 0


def test_a_long_one_goes_as_a_draft_and_none_without_a_subject(
    qtbot: QtBot, shell: Shell, office: Office, post: Callable[..., Path], handed: list[QUrl]
) -> None:
    page(qtbot, shell, "client", office.client)
    shell.actions_.run("client.write")
    asked = new_mail(qtbot, shell)
    asked.write()
    assert asked.isVisible()
    assert (count(office), handed) == (0, [])
    asked.form.load({**asked.form.values(), "subject": "Laporan", "text": "Baris panjang\n" * 300})
    asked.write()
    [url] = handed
    draft = read_mail(Path(url.toLocalFile()).read_bytes())
    assert (draft.subject, draft.to[0].address, draft.sender.address) == (
        "Laporan",
        "info@toko.example",
        "kami@kantor.example",
    )
    assert draft.text.count("Baris panjang") == 300
    OUTSIDE.wipe()


def test_from_an_order_s_page_it_is_about_that(
    qtbot: QtBot, shell: Shell, office: Office, post: Callable[..., Path], handed: list[QUrl]
) -> None:
    order = office.order()
    page(qtbot, shell, "order", order.id)
    assert shell.actions_.run("mail.new")
    asked = new_mail(qtbot, shell)
    assert asked.form.value("about") == f"order:{order.id}"
    asked.reject()


def test_a_client_without_an_address_says_so(qtbot: QtBot, shell: Shell, office: Office, handed: list[QUrl]) -> None:
    other = office.do(lambda s: client.save(s, None, {"name": "Toko Diam"})).id
    said = office.do(lambda s: activity.save(s, None, {"client_id": other, "kind": "visit", "text": "Halo"}))
    page(qtbot, shell, "activity", said.id)
    assert shell.actions_.run("mail.new")
    assert any("No e-mail address" in note.text for note in shell.notify.stack.notes())
    assert not any(each.isVisible() for each in shell.findChildren(NewMail))


def test_what_a_mail_is_about_is_chosen_on_its_page(qtbot: QtBot, shell: Shell, office: Office) -> None:
    order = office.order()
    mail = office.do(lambda s: activity.save(s, None, {"client_id": office.client, "kind": "email_in", "text": "Halo"}))
    page(qtbot, shell, "activity", mail.id)
    card: Any = screen_of(shell, "activity").card
    card.focus_field("about")
    chooser = QApplication.focusWidget()
    qtbot.keyClick(chooser, Qt.Key.Key_Down)
    qtbot.keyClick(chooser, Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: office.see(lambda s: activity.get(s, mail.id)).about_id == order.id)
    assert office.see(lambda s: activity.get(s, mail.id)).about_noun == "order"
