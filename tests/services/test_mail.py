"""Mail files become activities: whose they are, which way they went, known ones again, broken ones, one Undo for all."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.exchange.mail.file import read_mail
from desktop_crm.model.client import Email
from desktop_crm.model.listing import Query
from desktop_crm.services import activity, attachment, client, mail, order
from desktop_crm.services import contact as contacts
from desktop_crm.services import settings as own
from desktop_crm.services.mail import Choice, Look, Result, State
from desktop_crm.services.past import trash
from desktop_crm.services.safety.check import check
from desktop_crm.storage import attachment as files
from tests.office import Office

OWN = "kami@kantor.example"


@pytest.fixture
def post(office: Office, tmp_path: Path) -> Callable[..., Path]:
    """Writes mails; the company has an address, and so have its client and somebody there."""
    office.do(lambda s: own.save_company(s, {"email": OWN}))
    office.do(lambda s: client.save(s, office.client, {"emails": (Email("Info@Toko.example"),)}))
    office.do(lambda s: contacts.save(s, office.client, office.contact, {"emails": (Email("dewi@toko.example"),)}))
    made: list[Path] = []

    def write(sender: str = "Dewi <dewi@toko.example>", to: str = OWN, /, text: str = "Halo", **more: Any) -> Path:
        message = EmailMessage()
        message["From"], message["To"] = sender, to
        message["Date"] = more.get("date", "Thu, 12 Mar 2026 10:00:00 +0700")
        message["Subject"] = more.get("subject", f"Harga {len(made)}")
        message["Message-ID"] = more.get("id", f"<{len(made)}@toko.example>")
        if "answers" in more:
            message["In-Reply-To"] = more["answers"]
        message.set_content(text)
        for name, content in more.get("files", ()):
            message.add_attachment(content, "application", "pdf", filename=name)
        path = tmp_path / f"{len(made)}.eml"
        path.write_bytes(bytes(message))
        made.append(path)
        return path

    return write


def looked(office: Office, paths: Sequence[Path], **more: Any) -> list[Look]:
    return mail.look(office.workspace, paths, **more)


def kept(office: Office, paths: Sequence[Path], choices: dict[str, Choice] | None = None) -> Result:
    found = looked(office, paths)
    result: Result = office.do(lambda s: mail.keep(s, found, choices or {}))
    return result


def count(office: Office) -> int:
    return activity.listing(office.workspace).count(Query())


WHOSE = {
    "a contact wrote": (("Dewi <DEWI@toko.example>", OWN), "email_in", True),
    "the client wrote": (("info@toko.example", OWN), "email_in", False),
    "we wrote to a contact": ((f"Kami <{OWN}>", "x@y.example, dewi@toko.example"), "email_out", True),
    "a colleague wrote": (("sari@kantor.example", "dewi@toko.example"), "email_out", True),
    "a stranger wrote to us and to the client": (("x@y.example", f"{OWN}, info@toko.example"), "email_in", False),
}


@pytest.mark.parametrize("case", WHOSE)
def test_whose_a_mail_is_and_which_way_it_went(office: Office, post: Callable[..., Path], case: str) -> None:
    people, kind, is_contact = WHOSE[case]
    [made] = kept(office, [post(*people, text="Berapa harga NYY?")]).kept
    with office.workspace.read() as session:
        record = activity.get(session, made)
        assert (record.client_id, record.contact_id) == (office.client, office.contact if is_contact else None)
        assert (record.kind, record.subject, record.text) == (kind, "Harga 0", "Berapa harga NYY?")
        assert client.get(session, office.client).last_contact_by == kind
    assert list(activity.listing(office.workspace).ids(Query(find="berapa nyy"))) == [made]
    assert check(office.workspace) == []


def test_a_public_provider_s_domain_is_nobody_s(office: Office, post: Callable[..., Path]) -> None:
    office.do(lambda s: own.save_company(s, {"email": "toko.kami@gmail.com"}))
    [look] = looked(office, [post("lain@gmail.com", "toko.kami@gmail.com")])
    assert (look.is_ours, look.state) == (False, State.UNKNOWN)


def test_the_file_and_what_came_along_are_kept_once(office: Office, post: Callable[..., Path]) -> None:
    paths = [post(files=[("harga.pdf", b"%PDF 1")]), post(files=[("lagi.pdf", b"%PDF 1")])]
    result = kept(office, paths)
    with office.workspace.read() as session:
        there = {file.name: file for made in result.kept for file in files.files_of(session, "activity", made)}
        assert set(there) == {"0.eml", "1.eml", "harga.pdf", "lagi.pdf"}
        assert there["harga.pdf"].blob_id == there["lagi.pdf"].blob_id
        assert attachment.content(session, there["0.eml"].id) == ("0.eml", paths[0].read_bytes())


def test_the_same_mails_are_known_again_however_they_are_called(office: Office, post: Callable[..., Path]) -> None:
    paths = [post(), post(id="")]
    twin = paths[0].rename(paths[0].with_name("salinan.eml"))
    assert [look.state for look in looked(office, [twin, twin])] == [State.MATCHED, State.KNOWN]
    assert len(kept(office, [twin, twin, paths[1]]).kept) == 2
    again = kept(office, [twin, paths[1]])
    assert (again.kept, again.known, count(office)) == ((), 2, 2)


def test_two_mails_with_one_id_are_two(office: Office, post: Callable[..., Path]) -> None:
    """F-RevoCRM 1651: the second one was lost"""
    paths = [post(id="<satu@x>", text="Halo"), post(id="<satu@x>", text="Lain sekali")]
    assert len(kept(office, paths).kept) == 2
    assert kept(office, paths).known == 2


def test_one_that_was_deleted_can_be_kept_again_and_restored(office: Office, post: Callable[..., Path]) -> None:
    path = post()
    [made] = kept(office, [path]).kept
    office.do(lambda s: activity.delete(s, made))
    assert len(kept(office, [path]).kept) == 1
    office.do(lambda s: trash.restore(s, list(trash.listing(office.workspace).ids(Query()))))
    assert count(office) == 2
    assert check(office.workspace) == []


def test_strangers_are_offered_and_never_made_unasked(office: Office, post: Callable[..., Path]) -> None:
    paths = [post("Budi <budi@toko.example>"), post("x@gmail.com"), post("budi@toko.example")]
    before = contacts.listing(office.workspace).count(Query())
    first, second, third = looked(office, paths)
    assert (first.state, second.state) == (State.UNKNOWN, State.UNKNOWN)
    assert [owner.client_id for owner in first.suggested] == [office.client]
    assert (second.suggested, first.key) == ((), third.key)
    assert len(kept(office, paths).left) == 3
    assert (count(office), contacts.listing(office.workspace).count(Query())) == (0, before)
    result = kept(office, paths, {first.key: Choice(office.client), second.key: Choice(new_client="PT Baru")})
    assert (len(result.kept), result.contacts, result.clients) == (3, 2, 1)
    assert [look.state for look in looked(office, [post("Budi <budi@toko.example>"), post("x@gmail.com")])] == [
        State.MATCHED
    ] * 2
    office.workspace.undo()
    assert (count(office), contacts.listing(office.workspace).count(Query())) == (0, before)


def test_dropped_on_a_client_s_page_what_nobody_has_is_offered_for_that_client(
    office: Office, post: Callable[..., Path]
) -> None:
    of = mail.Owner(office.client, "PT", None, "")
    [look] = looked(office, [post("x@gmail.com")], of=of)
    assert (look.state, look.suggested) == (State.UNKNOWN, (of,))


def test_an_answer_is_about_what_it_answers(office: Office, post: Callable[..., Path]) -> None:
    [asked] = kept(office, [post(id="<tanya@toko.example>")]).kept
    paper = office.order(office.line())
    office.do(lambda s: activity.save(s, asked, {"about_noun": "order", "about_id": paper.id}))
    path = post(OWN, "lain@y.example", answers="<tanya@toko.example>")
    [look] = looked(office, [path])
    assert [owner.client_id for owner in look.suggested] == [office.client]
    [answer] = kept(office, [path], {look.key: Choice(office.client)}).kept
    with office.workspace.read() as session:
        assert activity.get(session, answer).about_id == order.get(session, paper.id).id


def test_broken_ones_are_named_and_change_nothing(office: Office, post: Callable[..., Path], tmp_path: Path) -> None:
    good, gone = post(), post()
    bad = tmp_path / "rusak.msg"
    bad.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600)
    found = looked(office, [bad, good, gone, tmp_path / "tiada.eml"])
    assert [look.state for look in found] == [State.BROKEN, State.MATCHED, State.MATCHED, State.BROKEN]
    gone.unlink()
    result = office.do(lambda s: mail.keep(s, found))
    assert [look.path.name for look in result.broken] == ["rusak.msg", "tiada.eml", gone.name]
    assert len(result.kept) == count(office) == 1
    assert all("rusak.msg" in str(mail.sentence(look)) for look in result.broken[:1])


def test_stopped_on_the_way_nothing_is_kept(office: Office, post: Callable[..., Path]) -> None:
    found = looked(office, [post() for _ in range(5)])

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        office.do(lambda s: mail.keep(s, found, progress=stop))
    assert count(office) == 0


def test_a_draft_is_a_mail_to_the_client() -> None:
    read = read_mail(mail.draft(OWN, [mail.Person("Dewi", "dewi@toko.example")], "Penawaran", "Terlampir"))
    assert (read.sender.address, read.to[0].address, read.subject, read.text) == (
        OWN,
        "dewi@toko.example",
        "Penawaran",
        "Terlampir",
    )


def test_the_mail_that_went_out_is_the_one_that_was_begun_here(office: Office, post: Callable[..., Path]) -> None:
    begun = mail.Written(office.client, None, mail.Person("", "info@toko.example"), "Permintaan", "Draf")
    first = office.do(lambda s: mail.write(s, begun))
    when = datetime(2026, 3, 12, 9, 58).astimezone()
    about = f"order:{office.order().id}"
    office.do(lambda s: activity.save(s, first.id, {"moment": when, "about": about}))
    other = office.do(lambda s: mail.write(s, begun))
    office.do(lambda s: activity.save(s, other.id, {"moment": when - timedelta(days=30)}))
    result = kept(office, [post(OWN, "info@toko.example", subject="Permintaan", text="Begini akhirnya")])
    assert result.kept == (first.id,)
    record = office.see(lambda s: activity.get(s, first.id))
    assert (record.text, record.about_noun, record.message_id) == ("Begini akhirnya", "order", "0@toko.example")
    assert count(office) == 2
    office.workspace.undo()
    assert office.see(lambda s: activity.get(s, first.id)).text == "Draf"
