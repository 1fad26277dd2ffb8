"""Where tests work, each room once: settings, a file and its workspace, one with one of each, the window on it, the program."""

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from filelock import FileLock
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm import app
from desktop_crm.model.address import Address
from desktop_crm.model.client import Email
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.model.phone import Phone
from desktop_crm.services import client, order, product
from desktop_crm.services import contact as contacts
from desktop_crm.services import settings as own
from desktop_crm.services.demo import demo
from desktop_crm.services.lines import LineInput
from desktop_crm.services.workspace import Workspace, create
from desktop_crm.storage.opening import open_workspace
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.screens import SCREENS
from desktop_crm.ui.window.palette import Searcher
from desktop_crm.ui.window.shell import Shell

LAPTOP = (1366, 768)


@pytest.fixture
def workspace_password() -> str:
    """None, where a test file names none."""
    return ""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the workspace is; one that is there already is opened."""
    return tmp_path / "Usaha.crm"


@pytest.fixture
def workspace(file: Path, workspace_password: str) -> Iterator[Workspace]:
    """Open, and new unless the test file has brought its own. What it begins with is written by an `autouse` fixture."""
    opened = open_workspace(file, workspace_password) if file.exists() else create(file, password=workspace_password)
    yield opened
    with contextlib.suppress(RuntimeError):  # closed by the test
        opened.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """The demonstration, a small one, to be copied: made by the first of all processes that asks for it."""
    place = tmp_path_factory.getbasetemp()
    path = (place.parent if hasattr(pytestconfig, "workerinput") else place) / "Nusa Peraga.crm"
    with FileLock(f"{path}.lock"):
        if not path.exists():
            demo.make(path.with_suffix(".new"), clients=40, orders=80, contracts=20).close()
            path.with_suffix(".new").rename(path)
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def screens() -> Sequence[ScreenDeclaration]:
    """Those of the window."""
    return SCREENS


@pytest.fixture
def searcher() -> Searcher | None:
    """None, where a test file searches for nothing."""
    return None


@pytest.fixture
def shell(
    qtbot: QtBot,
    settings: Settings,
    workspace: Workspace,
    screens: Sequence[ScreenDeclaration],
    searcher: Searcher | None,
) -> Iterator[Shell]:
    """The window on the workspace, in front and at rest; what was typed is let go of."""
    window = window_on(qtbot, workspace, settings, screens, searcher)
    yield window
    let_go(window)


@pytest.fixture
def program(qtbot: QtBot, settings: Settings) -> Iterator[Program]:
    """The program itself, with its window in front and no file yet."""
    made = app.make_program(settings)
    qtbot.addWidget(made.shell)
    made.shell.resize(*LAPTOP)
    made.shell.show()
    made.shell.activateWindow()
    qtbot.waitUntil(made.shell.isActiveWindow)
    yield made
    let_go(made.shell)
    made.let_go()


@pytest.fixture
def running(qtbot: QtBot, program: Program, file: Path) -> Program:
    """With the file, a new one unless there is one, and its first screen filled."""
    if not file.exists():
        create(file, language="en").close()
    with qtbot.waitSignal(program.ready):
        program.start(file)
    return program


@pytest.fixture
def desk(shell: Shell) -> Desk:
    """For those who build one part of a screen."""
    return shell.desk


def window_on(
    qtbot: QtBot,
    workspace: Workspace,
    settings: Settings,
    screens: Sequence[ScreenDeclaration] = SCREENS,
    searcher: Searcher | None = None,
) -> Shell:
    """As on a small laptop, in front, and at rest."""
    window = Shell(settings).fill(screens)
    qtbot.addWidget(window)
    window.resize(*LAPTOP)
    window.show()
    window.open_workspace(workspace, searcher)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: not window.jobs.busy())
    return window


def screen_of(window: Shell, noun: str) -> Any:
    """The screen that shows these, made already; tests know what each of them has."""
    return window.made_screen(noun)


def tab_of(screen: Any, title: str) -> Any:
    """A tab of its card, by its word."""
    return next(tab.widget for tab in screen.card.tab_declarations if tab.title == title)


def current_screen(window: Shell) -> Any:
    """What is in front in the window."""
    return window.frame.stack.currentWidget()


def keyboard() -> Any:
    """What has the keyboard."""
    return QApplication.focusWidget()


def workspace_of(program: Program) -> Workspace:
    """The open one, with all that the window itself does not ask of it."""
    return cast(Workspace, program.workspace)


def let_go(window: Shell) -> None:
    """Close it for good: there is nobody who could be asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(window, "may_leave", lambda: True)
        window.close()
    privacy.turn(on=False)


@dataclass
class Office:
    """An open workspace and the ids of what is in it; its verbs are whole units of work."""

    workspace: Workspace
    client: int
    contact: int
    goods: int
    service: int
    tax: int
    contract_id: int = 0

    def do(self, work: Callable[..., Any], text: str = "Do it") -> Any:
        with self.workspace.write(msg("{text}", text=text)) as session:
            return work(session)

    def see(self, work: Callable[..., Any]) -> Any:
        with self.workspace.read() as session:
            return work(session)

    def line(
        self,
        quantity: str = "2",
        price: str = "125000",
        discount: str = "0",
        *,
        product_id: int | None = None,
        tax: bool = True,
    ) -> LineInput:
        return order.LineInput(
            product_id or self.goods,
            "KOPI-1",
            "Kopi bubuk",
            Decimal(quantity),
            "kg",
            Decimal(price),
            Decimal(discount),
            self.tax if tax else None,
        )

    def order(self, *lines: LineInput, **values: Any) -> Order:
        """A saved order; one line when none is given."""
        return self.do(
            lambda s: order.save(s, None, {**order.start(s, self.client), **values}, list(lines) or [self.line()])
        )

    def confirmed(self, *lines: LineInput, **values: Any) -> Order:
        made = self.order(*lines, **values)
        return self.do(lambda s: order.step(s, made.id, "confirmed"))


COMPANY = {
    "legal_form": "PT",
    "name": "Nusantara Jaya",
    "street": "Jl. Sudirman 1",
    "city": "Jakarta",
    "province": "DKI Jakarta",
    "postal_code": "10220",
    "npwp": "0123456789012345",
    "signatory_name": "Budi Hartono",
    "signatory_office": "Direktur",
    "signatory_authority": "Anggaran Dasar",
    "bank_name": "Bank Contoh",
    "bank_account": "123",
    "phone": "+62215551234",
    "payment_terms": "30 hari",
    "delivery_terms": "franko gudang",
}


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    path = tmp_path_factory.mktemp("office") / "Usaha.crm"
    workspace = create(path)
    with workspace.write(msg("Set up"), undoable=False) as session:
        own.save_company(session, COMPANY)
        buyer = client.save(
            session,
            None,
            {
                "legal_form": "PT",
                "name": "Sumber Makmur",
                "phones": (Phone("0812-3456-7890"),),
                "emails": (Email("info@sumber.example.com"),),
                "addresses": (Address("Jl. Braga 1", "Bandung", "Jawa Barat", "40111"),),
                "identifiers": (Identifier("npwp", "01.234.567.8-901.000"),),
            },
        )
        signatory = contacts.save(
            session,
            buyer.id,
            None,
            {"name": "Siti Aminah", "office": "Direktur", "roles": ["signatory"], "authority": "Anggaran Dasar"},
        )
        rule = product.tax_rules(session)[0]
        common = {"tax_id": rule.id, "price": Decimal(125000)}
        goods = product.save(
            session,
            None,
            {"code": "KOPI-1", "name_id": "Kopi bubuk", "name_en": "Ground coffee", "unit": "kg", **common},
        )
        service = product.save(
            session,
            None,
            {
                "code": "JASA-1",
                "kind": "service",
                "name_id": "Pelatihan",
                "name_en": "Training",
                "unit": "hari",
                **common,
            },
        )
    workspace.close()
    return path, [buyer.id, signatory.id, goods.id, service.id, rule.id]


@pytest.fixture
def office(made_once: tuple[Path, list[int]], tmp_path: Path) -> Iterator[Office]:
    path, ids = made_once
    copy = tmp_path / path.name
    shutil.copyfile(path, copy)
    workspace = open_workspace(copy)
    yield Office(workspace, *ids)
    workspace.close()
