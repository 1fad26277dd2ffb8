import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.ui.desk.jobs import Jobs, leave
from desktop_crm.ui.window.jobs_strip import JobsStrip


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    assert made.close()


def test_result_comes_back_in_the_gui_thread(jobs: Jobs, qtbot: QtBot, qapp: QApplication) -> None:
    got = []
    jobs.run(
        None, "Count", lambda _job: threading.get_ident(), lambda result: got.append((result, QThread.currentThread()))
    )
    qtbot.waitUntil(lambda: bool(got))
    assert got[0][0] != threading.get_ident()
    assert got[0][1] == qapp.thread()
    assert jobs.running() == ()


def test_failure_goes_to_its_taker_else_to_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    taken = []
    jobs.on_error = lambda error: taken.append(("window", error))
    jobs.run(None, "Fail", lambda _job: 1 / 0, failed=lambda error: taken.append(("own", error)))
    qtbot.waitUntil(lambda: len(taken) == 1)
    jobs.run(None, "Fail", lambda _job: 1 / 0)
    qtbot.waitUntil(lambda: len(taken) == 2)
    assert [(who, type(error)) for who, error in taken] == [("own", ZeroDivisionError), ("window", ZeroDivisionError)]


def test_what_the_window_asks_while_it_builds_a_page_waits_for_that(jobs: Jobs, qtbot: QtBot) -> None:
    """What a person asked for does not."""
    done: list[str] = []

    def doing(name: str) -> Callable[[Any], None]:
        return lambda _job: done.append(name)

    jobs.hold()
    jobs.latest("story", doing("story"), lambda _nothing: None)
    jobs.latest("search", doing("one letter"), lambda _nothing: None)
    jobs.latest("search", doing("two letters"), lambda _nothing: None)
    jobs.run(None, "Export", doing("export"))
    qtbot.waitUntil(lambda: not jobs.running())
    assert done == ["export"]
    assert jobs.busy()
    jobs.go_on()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert sorted(done) == ["export", "story", "two letters"]


def test_what_is_being_left_gets_no_answer(jobs: Jobs, qtbot: QtBot) -> None:
    """Its commands are gone before it is: a contract's card asked for its buttons then."""
    screen = QWidget()
    got: list[Any] = []
    qtbot.addWidget(screen)
    inside = QWidget(screen)
    leave(screen)
    jobs.run(inside, "Ask", lambda _job: 1, got.append)
    jobs.latest("ask", lambda _job: 1, got.append, parent=inside)
    jobs.run(None, "Ask", lambda _job: 2, got.append)
    qtbot.waitUntil(lambda: not jobs.busy())
    assert got == [2]


def test_progress_and_cancel(jobs: Jobs, qtbot: QtBot) -> None:
    begun = threading.Event()
    answered: list[Any] = []

    def work(job: Any) -> None:
        job.progress(1, 4)
        begun.set()
        while True:
            job.check_cancelled()

    job = jobs.run(None, "Endless", work, answered.append, answered.append)
    strip = JobsStrip(jobs)
    qtbot.addWidget(strip)
    strip.show()
    qtbot.waitUntil(begun.is_set)
    assert (job.number, job.total) == (1, 4)
    strip.cancel.click()
    qtbot.waitUntil(lambda: not jobs.running())
    assert not answered
    assert strip.isHidden()


def test_nothing_comes_to_a_destroyed_parent(jobs: Jobs, qtbot: QtBot) -> None:
    go = threading.Event()
    answered: list[Any] = []
    parent = QObject()
    jobs.run(parent, "Late", lambda _job: go.wait(5), answered.append)
    parent.deleteLater()
    qtbot.waitSignal(parent.destroyed).wait()
    go.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert not answered


def test_nothing_comes_to_a_method_of_a_destroyed_widget(jobs: Jobs, qtbot: QtBot) -> None:
    class Taker(QWidget):
        answered = 0

        def take(self, _result: object) -> None:
            Taker.answered += 1

    go, taker = threading.Event(), Taker()
    jobs.latest("key", lambda _job: go.wait(5), taker.take)
    with qtbot.waitSignal(taker.destroyed):
        taker.deleteLater()
    go.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert Taker.answered == 0


def test_only_the_newest_question_of_a_key_is_answered(jobs: Jobs, qtbot: QtBot) -> None:
    go = threading.Event()
    answers: list[Any] = []
    jobs.latest("list", lambda _job: go.wait(5) and "old", answers.append)
    jobs.latest("list", lambda _job: "new", answers.append)
    jobs.latest("other", lambda _job: "other", answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    go.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert sorted(answers) == ["new", "other"]


def test_forgotten_question_is_not_answered(jobs: Jobs, qtbot: QtBot) -> None:
    go = threading.Event()
    answers: list[Any] = []
    jobs.latest("list", lambda _job: go.wait(5), answers.append)
    jobs.forget("list")
    go.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert not answers


def test_long_jobs_do_not_hold_up_lists(jobs: Jobs, qtbot: QtBot) -> None:
    go = threading.Event()
    answers: list[Any] = []
    for _ in range(8):
        jobs.run(None, "Import", lambda _job: go.wait(5))
    jobs.latest("list", lambda _job: "rows", answers.append)
    qtbot.waitUntil(lambda: answers == ["rows"])
    go.set()
    qtbot.waitUntil(lambda: not jobs.busy())


def test_closing_cancels_and_waits(qapp: QApplication) -> None:
    jobs, ended = Jobs(), threading.Event()

    def work(job: Any) -> None:
        try:
            while True:
                job.check_cancelled()
        finally:
            ended.set()

    begun = jobs.run(None, "Endless", work)
    assert jobs.close()
    assert begun.cancelled
    jobs.run(None, "Too late", lambda _job: pytest.fail("ran after closing"))


def test_strip_tells_of_those_that_wait(jobs: Jobs, qtbot: QtBot) -> None:
    go = threading.Event()
    strip = JobsStrip(jobs)
    qtbot.addWidget(strip)
    for name in ("One", "Two", "Three"):
        jobs.run(None, name, lambda _job: go.wait(5))
    texts = [label.text() for label in strip.findChildren(QLabel)]
    assert texts == ["One", "and 2 more"]
    go.set()
    qtbot.waitUntil(lambda: not jobs.busy())


def test_rest_stops_everything_and_work_goes_on_afterwards(jobs: Jobs, qtbot: QtBot) -> None:
    begun = threading.Event()
    answered: list[Any] = []

    def endless(job: Any) -> None:
        begun.set()
        while True:
            job.check_cancelled()

    jobs.run(None, "Endless", endless, answered.append)
    jobs.latest("key", endless, answered.append)
    assert begun.wait(5)
    assert jobs.rest()
    assert not jobs.busy()
    jobs.run(None, "Again", lambda _job: "done", answered.append)
    qtbot.waitUntil(lambda: answered == ["done"])


def test_what_does_not_stop_is_told(jobs: Jobs, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()
    jobs.run(None, "Deaf", lambda _job: (begun.set(), go_on.wait(10)))
    assert begun.wait(5)
    assert not jobs.rest(0.01)
    go_on.set()
    assert jobs.rest()


def test_cancelled_work_says_when_it_has_stopped(jobs: Jobs, qtbot: QtBot) -> None:
    stopped = []

    def work(job: Any) -> None:
        while True:
            job.check_cancelled()

    job = jobs.run(
        None, "Endless", work, lambda _result: stopped.append("done"), cancelled=lambda: stopped.append("cancelled")
    )
    job.cancel()
    qtbot.waitUntil(lambda: bool(stopped))
    assert stopped == ["cancelled"]
    assert jobs.running() == ()


class Opened:
    """What somebody has to close."""

    def __init__(self) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("way", ["cancelled", "superseded", "parent gone", "window closed", "taken"])
def test_what_was_opened_for_somebody_who_is_gone_is_closed(jobs: Jobs, qtbot: QtBot, way: str) -> None:
    opened, begun, go_on = Opened(), threading.Event(), threading.Event()
    taken: list[Any] = []
    parent = QObject()

    def work(_job: object) -> Any:
        begun.set()
        go_on.wait()
        return opened

    if way == "superseded":
        jobs.latest("file", work, taken.append)
    else:
        job = jobs.run(parent, "Open", work, taken.append)
    assert begun.wait(10)
    match way:
        case "cancelled":
            job.cancel()
        case "superseded":
            jobs.latest("file", lambda _job: None, lambda _result: None)
        case "parent gone":
            shiboken6.delete(parent)
        case "window closed":
            threading.Timer(0.05, go_on.set).start()
            assert jobs.close()
    go_on.set()
    qtbot.waitUntil(lambda: opened.closed or bool(taken))
    assert (opened.closed, taken) == ((False, [opened]) if way == "taken" else (True, []))
