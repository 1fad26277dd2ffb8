"""Saving an order of five lines, beside bare SQLAlchemy saving the same rows in one durable commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.client import Client
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order, OrderLine
from desktop_crm.model.product import Product
from desktop_crm.services import order
from desktop_crm.services.workspace import opened
from desktop_crm.storage.file.connection import connect
from desktop_crm.storage.file.engine import make_engine
from tests.bench.figures import Figure, median, milliseconds, p99

_TIMES = 200


def figures(path: Path) -> Iterator[Figure]:
    """`path` is a copy that may be written to."""
    with savings(path) as saves:
        values = [milliseconds(save) for save in saves]
        saved = saves[0]()
    with opened(path) as workspace, workspace.read() as session:
        model = order.get(session, saved)
    floors = _floors(path, model)
    yield Figure("order of 5 lines saved, median", median(values), "ms", median(floors), aim=4)
    yield Figure("order of 5 lines saved, p99", p99(values), "ms", p99(floors), aim=6)


@contextmanager
def savings(path: Path, typed: str = "") -> Iterator[list[Callable[[], int]]]:
    """Each saves an order of another client; one is saved already. `typed` is the file's password."""
    with opened(path, typed) as workspace:
        with workspace.read() as session:
            clients = list(session.scalars(select(Client.id).limit(_TIMES)))
            products = session.scalars(select(Product).limit(5)).all()
        lines = [
            order.LineInput(
                each.id, each.code, each.name_id, Decimal(2), each.unit, each.price, Decimal(5), each.tax_id
            )
            for each in products
        ]

        def save(client_id: int) -> int:
            with workspace.write(msg("Add order")) as session:
                return order.save(session, None, order.start(session, client_id), lines).id

        save(clients[0])
        yield [partial(save, each) for each in clients]


def _floors(path: Path, model: Order) -> list[float]:
    engine = make_engine(lambda: connect(path))
    kept = [column.name for column in Order.__table__.columns if column.name not in {"id", "version", "number"}]
    parts = [column.name for column in OrderLine.__table__.columns if column.name not in {"id", "version", "order_id"}]

    def save(number: str) -> None:
        with Session(engine.execution_options(writes=True)) as session:
            record = Order(**{name: getattr(model, name) for name in kept}, number=number)
            record.lines = [OrderLine(**{name: getattr(line, name) for name in parts}) for line in model.lines]
            session.add(record)
            session.commit()

    try:
        save("floor")
        return [milliseconds(lambda: save(f"floor {at}")) for at in range(_TIMES)]  # noqa: B023 - called at once
    finally:
        engine.dispose()
