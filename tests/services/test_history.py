"""A card's history is read by pages, and of an action with very many rows only the first."""

from sqlalchemy import event

from desktop_crm.model.journal import JournalChange
from desktop_crm.services import client, history

ROWS = 500


def many_rows(office):
    """An action that changed hundreds of rows of the card, as a merge may."""
    with office.workspace.aside() as connection:
        last = connection.execute("SELECT max(entry_id) FROM journal_changes WHERE noun = 'client'").fetchone()[0]
        columns = [row[1] for row in connection.execute("PRAGMA table_info(journal_changes)") if row[1] != "id"]
        found = connection.execute(
            f"SELECT {', '.join(columns)} FROM journal_changes WHERE entry_id = ?", (last,)
        ).fetchone()
        places = ", ".join("?" * len(columns))
        connection.executemany(
            f"INSERT INTO journal_changes ({', '.join(columns)}) VALUES ({places})", (found for _ in range(ROWS))
        )
    return last


def test_pages_follow_one_another_to_the_beginning(office):
    for number in range(25):
        office.do(lambda s, n=number: client.save(s, office.client, {"source": f"Pameran {n}"}), f"Change {number}")
    whole = office.see(lambda s: history.of_card(s, "client", office.client, 1000))
    pages, before = [], None
    while page := office.see(lambda s, before=before: history.of_card(s, "client", office.client, 7, before)):
        assert len(page) <= 7
        pages += page
        before = page[-1].id
    assert pages == whole
    assert [each.id for each in whole] == sorted((each.id for each in whole), reverse=True)
    assert len(whole) >= 26
    assert all(each.rows and not each.left_out for each in whole)


def test_of_very_many_rows_the_first_are_read_and_the_others_counted(office):
    office.do(lambda s: client.save(s, office.client, {"source": "Pameran"}))
    last, read = many_rows(office), []

    def note(target, _context):
        read.append(target.id)

    event.listen(JournalChange, "load", note)
    found = office.see(lambda s: history.of_card(s, "client", office.client))
    event.remove(JournalChange, "load", note)
    assert found[0].id == last
    assert len(found[0].rows) == 40
    assert found[0].left_out == ROWS + 1 - 40
    assert len(read) < 100
