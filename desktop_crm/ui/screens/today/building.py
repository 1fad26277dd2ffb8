"""The rows of Today made from what the services tell, veiled as the privacy screen wants it now."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from desktop_crm.model.listing import UNREADABLE
from desktop_crm.model.nouns import NOUNS
from desktop_crm.services import today as services
from desktop_crm.services.today import LATE, Fold, Group, Item, LatestChange, Rule, Today
from desktop_crm.ui.i18n import ntr, say, speak, tr
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.screens.today import words
from desktop_crm.ui.screens.today.first_things import FirstThing
from desktop_crm.ui.screens.today.row import Act, Row
from desktop_crm.ui.screens.today.ways import Ways

SET_UP: Final = "set_up"
LATEST: Final = "latest"
#: So many of the latest changes are shown.
CHANGES: Final = 5
_WITH_CARDS: Final = frozenset(noun.id for noun in NOUNS if noun.place)


@dataclass(frozen=True, slots=True)
class Builder:
    """Of one answer of the services; `first_things` are those that are told today, `hide` puts them away."""

    shown: Today
    first_things: tuple[FirstThing, ...]
    ways: Ways
    hide: Callable[[], object]

    def rows(self) -> list[Row]:
        """All of them, from top to bottom."""
        return [*self._urgent(), *self._set_up(), *self._quiet(), *self._latest()]

    @property
    def day(self) -> date:
        """The day they are of."""
        return self.shown.day

    # What asks for attention

    def _urgent(self) -> Iterator[Row]:
        rules = {rule.id: rule for rule in services.rules()}
        for group in self.shown.groups:
            yield self._head(group.id, words.title_of_group(group.id, self.day), speak().number(group.count))
            for item in group.items:
                yield self._item(rules[item.rule], group, item)
            for fold in group.folds:
                yield self._fold(rules[fold.rule], fold)

    def _head(self, group: str, title: str, count: str = "") -> Row:
        return Row(f"head:{group}", group, title, count=count, head=True, urgent=group == LATE)

    def _item(self, rule: Rule, group: Group, item: Item) -> Row:
        about = privacy.veil_client(item.client) if item.client else ""
        if item.unreadable:
            about = " · ".join(part for part in (about, say(UNREADABLE)) if part)
        total = "" if item.total is None else speak().money(item.total)
        total = privacy.veil_of(item.client, total) if item.client else privacy.veil(total)
        hidden = privacy.hides(item.client) if item.client else privacy.is_on()
        verb = rule.verb(item.state)
        act = None if verb is None or item.unreadable else Act(say(verb.text), partial(self.ways.do, item, verb))
        open_it = partial(self.ways.open, item.noun, item.id)
        return Row(
            f"{item.rule}:{item.id}",
            group.id,
            words.title(rule, item) or about,
            rule.kind.text,
            about if words.title(rule, item) else "",
            words.due(rule, group.id, item.day, self.day),
            total,
            rule.icon,
            why="" if hidden else words.why(group.id, item),
            urgent=group.id == LATE,
            record=(item.noun, item.id),
            act=act or Act(tr("Open"), open_it),
            later=None if rule.later is None or item.unreadable else partial(self.ways.put_off, item, rule.later),
            open=open_it,
        )

    def _fold(self, rule: Rule, fold: Fold) -> Row:
        show_all = partial(self.ways.show_list, rule.noun, rule.filters(fold.span))
        return Row(
            f"fold:{fold.span.group}:{fold.rule}",
            fold.span.group,
            words.folded(rule, fold),
            rule.kind.text,
            "",
            words.due_of_fold(rule, fold, self.day),
            privacy.veil(words.sums(fold.sums)),
            rule.icon,
            urgent=fold.span.group == LATE,
            plain=True,
            act=Act(tr("Show all"), show_all, main=False),
            open=show_all,
        )

    # What is still to be set up

    def _set_up(self) -> Iterator[Row]:
        things = self.first_things
        if not things:
            return
        done = sum(thing.done for thing in things)
        count = tr("{done} of {all} done", done=done, all=len(things)) if done else ""
        yield self._head(SET_UP, tr("First things"), count)
        for thing in sorted(things, key=lambda thing: not thing.done):
            if thing.done:
                yield Row(f"done:{thing.id}", SET_UP, thing.title, icon="check", done=True)
            else:
                do = partial(thing.do, self.ways)
                minutes = ntr("{n} minute", "{n} minutes", thing.minutes)
                act = Act(thing.act, do)
                yield Row(
                    f"first:{thing.id}",
                    SET_UP,
                    thing.title,
                    "",
                    thing.about,
                    minutes,
                    icon=thing.icon,
                    act=act,
                    open=do,
                )
        if done < len(things):
            hide = Act(tr("Hide this list"), self.hide, main=False)
            yield Row("first:hide", SET_UP, tr("Enough for now"), icon="eye-off", plain=True, act=hide, open=self.hide)

    def _quiet(self) -> Iterator[Row]:
        if not self.shown.groups:
            told = tr(
                "Nothing is late and nothing is due. What you promise to clients will stand here, the most urgent first."
            )
            yield Row("quiet", SET_UP, told, told=True)

    # What was done lately

    def _latest(self) -> Iterator[Row]:
        changes = [each for each in self.shown.latest if each.noun in _WITH_CARDS or each.kind == "base"]
        if not changes:
            return
        yield self._head(LATEST, tr("Latest changes"))
        for change in changes[:CHANGES]:
            yield self._change(change)
        if len(changes) > CHANGES:
            history = partial(self.ways.open, "done", None)
            act = Act(tr("Show all"), history, main=False)
            yield Row("latest:all", LATEST, tr("Action history"), icon="history", plain=True, act=act, open=history)

    def _change(self, change: LatestChange) -> Row:
        said = say(privacy.hush(change.text))
        told = tr("Undone: {what}", what=said) if change.kind == "undo" else said
        begun = change.kind == "base"
        open_it = partial(self.ways.open, "done" if begun else change.noun, None if begun else change.id)
        undo = (
            None
            if change.entry is None
            else Act(tr("Undo"), partial(self.ways.undo, change.entry, again=change.kind == "undo"), main=False)
        )
        return Row(
            f"latest:{change.kind}:{change.noun}:{change.id}",
            LATEST,
            told,
            about="" if change.count == 1 else ntr("{n} change", "{n} changes", change.count),
            due=words.moment(change.at, self.day),
            icon=_ICONS.get(change.noun, "history"),
            plain=True,
            record=None if begun else (change.noun, change.id),
            act=undo,
            open=open_it,
        )


_ICONS: Final[Mapping[str, str]] = {noun.id: noun.icon for noun in NOUNS if noun.icon}
