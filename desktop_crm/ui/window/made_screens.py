"""The screens that were made so far, by their nouns."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QStackedWidget, QWidget

if TYPE_CHECKING:
    from desktop_crm.ui.desk.jobs import Jobs
    from desktop_crm.ui.desk.screen import Screen


class MadeScreens(dict[str, "Screen"]):
    """They stand in the window's stack; one that is let go is made anew when it is gone to, where it stood before."""

    def __init__(self) -> None:
        super().__init__()
        self._stood: Final[dict[str, Any]] = {}
        self._unseen: Final[set[str]] = set()

    def put(self, noun: str, screen: "Screen", stack: QStackedWidget) -> None:
        """One more."""
        self[noun] = screen
        self._unseen.add(noun)
        stack.addWidget(screen)

    def is_unseen(self, noun: str) -> bool:
        """Whether it has not been shown since it was made."""
        return noun in self._unseen

    def return_to(self, noun: str) -> None:
        """Bring to the front, with its first showing, what was there when the screen before was let go."""
        self._unseen.discard(noun)
        self[noun].open_at(self._stood.pop(noun, None))

    def seen(self, stack: QStackedWidget) -> str:
        """The noun of the one that is shown; empty while there is none."""
        current = stack.currentWidget()
        return next((noun for noun, screen in self.items() if screen is current), "")

    def let_go(self, *, for_good: bool) -> None:
        """All of them."""
        for noun, screen in self.items():
            screen.hide()
            self._leave(noun, screen)
        self.clear()
        if for_good:
            self._stood.clear()

    def let_hidden_go(self, jobs: "Jobs", window: QWidget, then: Callable[[], object]) -> None:
        """What is not seen goes, a screen each turn of the window's thread, `then` this is done while `window` lives.

        What changes all widgets at once need not hold the window up for those that nobody sees. While there is work that may have to
        tell one of them how it went, they stay.
        """
        from desktop_crm.ui.desk.turns import next_turn

        noun = None if jobs.is_working() else next(self._hidden(), None)
        if noun is None:
            then()
            return
        self._leave(noun, self.pop(noun))
        next_turn(window, lambda: self.let_hidden_go(jobs, window, then))

    def _leave(self, noun: str, screen: "Screen") -> None:
        from desktop_crm.ui.desk.jobs import leave

        if noun not in self._unseen:
            self._stood[noun] = screen.bookmark()
        self._unseen.discard(noun)
        leave(screen)
        screen.deleteLater()

    def _hidden(self) -> Iterator[str]:
        for noun, screen in self.items():
            if noun in self._unseen or (
                screen.isHidden() and screen.bookmark() is not None and not _has_windows(screen)
            ):
                yield noun


def _has_windows(screen: QWidget) -> bool:
    return any(each.isWindow() and each.isVisible() for each in screen.findChildren(QWidget))
