"""What a password costs: the same work on a protected workspace, beside the plain one."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from string import ascii_uppercase

from desktop_crm.model.listing import Query
from desktop_crm.services import client, order, search
from desktop_crm.services.workspace import Workspace, opened
from desktop_crm.storage.file.key import Key, salt_of
from tests.bench import saving
from tests.bench.figures import Figure, median, milliseconds, p99
from tests.bench.files import copy_of

_PASSWORD = "kuda nil makan sore"  # of nothing
_TIMES = 200
_PAGE = 128
_OPENINGS = 9
_AIM = 1.3
_AIM_OPENED = 1.25


def figures(path: Path, folder: Path) -> Iterator[Figure]:
    """Each beside the plain file's time; opening has the key derived, on purpose a tenth of a second."""
    copy = copy_of(path, folder)
    with opened(copy) as workspace:
        took = milliseconds(lambda: workspace.protect(_PASSWORD))
    yield Figure("password given", took / 1000, "s")
    derived, took_to_open = zip(*((_derive(copy), _open_and_close(copy)) for _ in range(_OPENINGS)), strict=True)
    yield Figure("protected: opened, median", median(took_to_open), "ms", median(derived), aim=_AIM_OPENED, limit=500)
    with opened(path) as plain, opened(copy, _PASSWORD) as secret:
        for name, ask in _questions(plain, secret).items():
            floors, values = zip(*(tuple(map(milliseconds, ask())) for _ in range(_TIMES)), strict=True)
            yield Figure(f"protected: {name}, median", median(values), "ms", median(floors), aim=_AIM)
            yield Figure(f"protected: {name}, p99", p99(values), "ms", p99(floors), limit=50)
    yield from _saving(path, copy, folder)


def _derive(path: Path) -> float:
    """What any opening costs: the key from the password."""
    return milliseconds(lambda: Key.of_password(_PASSWORD, salt_of(path)))


def _open_and_close(path: Path) -> float:
    def work() -> None:
        with opened(path, _PASSWORD) as workspace:
            client.listing(workspace).page(Query(), 0, _PAGE)

    return milliseconds(work)


def _questions(plain: Workspace, secret: Workspace) -> dict[str, Callable[[], list[Callable[[], object]]]]:
    """Each gives the same question to both."""
    chance, both = random.Random(7), (plain, secret)
    clients, orders = ([module.listing(each) for each in both] for module in (client, order))
    ids, _same = [each.ids(Query()) for each in clients]  # as the window has read them before anybody types
    names = [row[1] for row in clients[0].rows(chance.sample(list(ids), min(400, len(ids))))]

    def typed() -> str:
        name = chance.choice(names)
        return name[: chance.randint(3, len(name))]

    def begun() -> str:
        return f"{chance.choice(names).partition(' ')[0]} {chance.choice(ascii_uppercase)}"

    def filtered(text: Callable[[], str]) -> list[Callable[[], object]]:
        query = Query(find=text())
        return [partial(each.page, query, 0, _PAGE) for each in clients]

    def somewhere() -> list[Callable[[], object]]:
        at = chance.randrange(max(1, len(ids) - _PAGE))
        return [partial(each.rows, ids[at : at + _PAGE]) for each in clients]

    def found() -> list[Callable[[], object]]:
        text = typed()
        return [partial(search.find, each, text) for each in both]

    return {
        "first page of clients": lambda: [partial(each.page, Query(), 0, _PAGE) for each in clients],
        "first page of orders": lambda: [partial(each.page, Query(), 0, _PAGE) for each in orders],
        "page at a random place": somewhere,
        "filtered while typing": partial(filtered, typed),
        "filtered by a word and a letter": partial(filtered, begun),
        "search of everything": found,
    }


def _saving(path: Path, copy: Path, folder: Path) -> Iterator[Figure]:
    """One here, one there: both meet whatever else the disk has to do."""
    again = copy_of(path, folder, "plain.crm")
    with saving.savings(again) as plain, saving.savings(copy, _PASSWORD) as secret:
        floors, values = zip(*(tuple(map(milliseconds, both)) for both in zip(plain, secret, strict=True)), strict=True)
    yield Figure("protected: order of 5 lines saved, median", median(values), "ms", median(floors), aim=_AIM)
    yield Figure("protected: order of 5 lines saved, p99", p99(values), "ms", p99(floors))
