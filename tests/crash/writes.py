"""A child that writes all day: clients, changes, orders, imports, files, and taking back."""

import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from desktop_crm.exchange.mail.mail import Mail, MailFile, Person
from desktop_crm.exchange.mail.written import as_eml
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.model.client import Email
from desktop_crm.model.message import msg
from desktop_crm.services import attachment, client, mail, order
from desktop_crm.services import contact as people
from desktop_crm.services.importing import plan as importing
from desktop_crm.storage.workspace import Workspace
from tests.crash.scenario import Say, Scenario, ask, make, opened, sound, words

_ROWS = 40
_MANY = 2_000
_LINES = 3
_BATCH = 12
_PASSWORD = "kuda nil makan sore"


def scenario(name: str, *, protected: bool) -> Scenario:
    password = _PASSWORD if protected else ""
    return Scenario(
        name,
        prepare=lambda folder: make(folder / "a.crm", password),
        work=lambda folder, say, chance, run: _work(folder / "a.crm", password, say, chance, run),
        look=lambda folder, said: _look(folder / "a.crm", password, said),
    )


def _work(path: Path, password: str, say: Say, chance: random.Random, run: str) -> None:
    with opened(path, password) as workspace:
        say("ready")
        for number in range(1, 10_000):
            deed = chance.choices((_add, _change, _order, _import, _file, _mails, _take_back), (4, 4, 4, 1, 2, 2, 1))[0]
            deed(workspace, say, f"{run}.{number}")


def _add(workspace: Workspace, say: Say, tag: str) -> None:
    with workspace.write(msg("Add client")) as session:
        made = client.save(session, None, {"name": tag, "notes": "v0"})
        for each in ("A", "B"):
            people.save(session, made.id, None, {"name": f"{each} {tag}", "notes": "v0"})
    say(f"added {tag}")


def _change(workspace: Workspace, say: Say, tag: str) -> None:
    """The newest client that was added: it and its contacts go to their next version together."""
    found = ask(workspace, "SELECT id, name, notes FROM clients WHERE notes LIKE 'v%' ORDER BY id DESC LIMIT 1")
    if not found:
        return
    ((client_id, name, notes),) = found
    after = f"v{int(notes[1:]) + 1}"
    contacts = ask(workspace, f"SELECT id FROM contacts WHERE client_id = {client_id}")
    with workspace.write(msg("Change client")) as session:
        client.save(session, client_id, {"notes": after})
        for (contact_id,) in contacts:
            people.save(session, client_id, contact_id, {"notes": after})
    say(f"changed {name} {after}")


def _order(workspace: Workspace, say: Say, tag: str) -> None:
    line = order.LineInput(None, "K", "Kopi", Decimal(3), "kg", Decimal(125_000), Decimal(5), None)
    with workspace.write(msg("Add order")) as session:
        buyer = client.save(session, None, {"name": f"Buyer {tag}"})
        order.save(session, None, {**order.start(session, buyer.id), "notes": tag}, [line] * _LINES)
    say(f"ordered {tag}")


def _import(workspace: Workspace, say: Say, tag: str, rows: int = _ROWS) -> None:
    sheet = Sheet("S", ("Name", "Contact", "Notes"), [(f"{tag} {n}", f"Ibu {n}", tag) for n in range(rows)], 2)
    with workspace.write(msg("Import")) as session:
        columns = {"name": 0, "contact_name": 1, "notes": 2}
        plan = importing.plan(session, "clients", "a.xlsx", [sheet], mapping=columns)
        importing.apply(session, plan, doubles_too=True)
    say(f"imported {tag}")


def _file(workspace: Workspace, say: Say, tag: str) -> None:
    content = random.Random(tag).randbytes(len(tag) * 9_000)  # several pages, so that half of it can be missing
    with workspace.write(msg("Add file")) as session:
        owner = client.save(session, None, {"name": f"Owner {tag}"})
        attachment.add(session, "client", owner.id, f"{tag}.bin", content)
    say(f"filed {tag}")


def _mails(workspace: Workspace, say: Say, tag: str) -> None:
    """A batch of mails with a file each, of a client that is made for it."""
    folder = workspace.path.parent
    with workspace.write(msg("Add client")) as session:
        client.save(session, None, {"name": f"Writer {tag}", "emails": (Email(f"{tag}@x.example"),)})
    paths = [folder / f"{tag}.{number}.eml" for number in range(_BATCH)]
    for number, path in enumerate(paths):
        files = (MailFile("a.bin", "application/octet-stream", random.Random(f"{tag}{number}").randbytes(20_000)),)
        of = Mail(f"{tag}.{number}@x", sender=Person("", f"{tag}@x.example"), subject=tag, text="Halo", files=files)
        path.write_bytes(as_eml(of))
    looks = mail.look(workspace, paths)
    with workspace.write(msg("Keep mails")) as session:
        mail.keep(session, looks)
    for path in paths:
        path.unlink()
    say(f"mailed {tag}")


def _take_back(workspace: Workspace, say: Say, tag: str) -> None:
    """Undo, of an order made for it."""
    _order(workspace, lambda _word: None, f"{tag}-back")
    workspace.undo()
    say(f"undone {tag}-back")


def _look(path: Path, password: str, said: Sequence[str]) -> None:
    with sound(path, password) as workspace:
        for look in (_look_at_clients, _look_at_orders, _look_at_imports, _look_at_files, _look_at_mails):
            look(workspace, said)


def _look_at_clients(workspace: Workspace, said: Sequence[str]) -> None:
    known = {}
    for name, notes, *contacts in ask(
        workspace,
        "SELECT c.name, c.notes, count(*), min(o.notes), max(o.notes) FROM clients c JOIN contacts o"
        " ON o.client_id = c.id WHERE c.notes LIKE 'v%' GROUP BY c.id",
    ):
        assert contacts == [2, notes, notes], f"half of {name}"
        known[name] = int(notes[1:])
    assert not set(words(said, "added")) - set(known), "an added client is gone"
    for change in words(said, "changed"):
        name, version = change.split()
        assert known[name] >= int(version[1:]), f"a change of {name} is gone"


def _look_at_mails(workspace: Workspace, said: Sequence[str]) -> None:
    sql = (
        "SELECT a.subject, count(DISTINCT a.id), count(f.id) FROM activities a LEFT JOIN attachments f"
        " ON f.owner_noun = 'activity' AND f.owner_id = a.id WHERE a.message_id <> '' GROUP BY a.subject"
    )
    batches = {tag: (mails, files) for tag, mails, files in ask(workspace, sql)}
    assert set(batches.values()) <= {(_BATCH, 2 * _BATCH)}, "half a batch of mails"
    assert not set(words(said, "mailed")) - set(batches), "a batch of mails is gone"


def _look_at_orders(workspace: Workspace, said: Sequence[str]) -> None:
    sql = "SELECT o.notes, count(l.id) FROM orders o LEFT JOIN order_lines l ON l.order_id = o.id GROUP BY o.id"
    lines = dict(ask(workspace, sql))
    assert set(lines.values()) <= {_LINES}, "half an order"
    assert not set(words(said, "ordered")) - set(lines), "an order is gone"
    assert not set(words(said, "undone")) & set(lines), "an order is back that was undone"


def _look_at_imports(workspace: Workspace, said: Sequence[str]) -> None:
    found = {}
    for tag, clients, contacts in ask(
        workspace,
        "SELECT c.notes, count(*), count(o.id) FROM clients c LEFT JOIN contacts o ON o.client_id = c.id"
        " WHERE c.name GLOB c.notes || ' *' AND c.notes <> '' GROUP BY c.notes",
    ):
        assert clients == contacts, f"half of the import {tag}"
        assert clients in {_ROWS, _MANY}, f"half of the import {tag}"
        found[tag] = clients
    assert not set(words(said, "imported")) - set(found), "an import is gone"


def _look_at_files(workspace: Workspace, said: Sequence[str]) -> None:
    files = dict(
        ask(workspace, "SELECT a.name, length(b.content) FROM attachments a LEFT JOIN blobs b ON b.id = a.blob_id")
    )
    for tag in words(said, "filed"):
        assert files[f"{tag}.bin"] == len(tag) * 9_000, f"the file {tag} is not whole"


def importing_scenario() -> Scenario:
    """Imports of thousands of rows: nearly every kill falls into one."""

    def work(folder: Path, say: Say, _chance: random.Random, run: str) -> None:
        with opened(folder / "a.crm") as workspace:
            say("ready")
            for number in range(1, 1_000):
                _import(workspace, say, f"{run}.{number}", _MANY)

    return Scenario(
        "import of 2,000 rows",
        prepare=lambda folder: make(folder / "a.crm"),
        work=work,
        look=lambda folder, said: _look(folder / "a.crm", "", said),
        span=0.8,
        looks=4,
    )
