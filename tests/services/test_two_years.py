"""Two years of days with clocks that lie, copies, restores, losses and new beginnings: nothing's newest state ever goes."""

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from desktop_crm.services.safety.rotation import Moment, kept

FIRST = datetime(2026, 1, 1)  # noqa: DTZ001  # any clock will do
DAYS = 730
#: Of one branch, in one place.
MOST = 7 + 4 + 12 + 20 + 4


@dataclass
class File:
    """A workspace: whose it is, and all that was done in it."""

    business: int
    branch: int
    history: list[int]
    clients: int = 0
    counter: int = 0
    turns: int = 0
    clock: datetime = FIRST


@dataclass
class Kept:
    """One backup on the stick."""

    business: int
    mark: int
    moment: Moment
    history: list[int]  # which only grows: what was done until then are its first `moment.entry`


@dataclass
class World:
    """A stick, and the files that are backed up to it."""

    chance: random.Random
    files: list[File] = field(default_factory=list)
    stick: list[Kept] = field(default_factory=list)
    ever: dict[tuple[int, int], list[Moment]] = field(default_factory=dict)
    numbers: int = 0

    def new(self) -> int:
        self.numbers += 1
        return self.numbers

    def begin(self) -> None:
        self.files.append(File(self.new(), self.new(), []))

    def live(self, day: int) -> None:
        for file in list(self.files):
            self.happen(file)
        if not self.files:
            self.begin()
        for file in self.files:
            if self.chance.random() < 0.7:
                for hour in sorted(self.chance.sample(range(8, 20), self.chance.randint(1, 3))):
                    self.work(file)
                    self.tell_time(file, FIRST + timedelta(days=day, hours=hour))
                    self.back_up(file)

    def happen(self, file: File) -> None:
        """What seldom does."""
        match self.chance.choices(("nothing", "copy", "restore", "lose", "damage"), (300, 3, 2, 3, 1))[0]:
            case "copy" if len(self.files) < 4:
                self.files.append(replace(file, branch=self.new(), history=list(file.history)))
            case "restore":
                self.restore(file)
            case "lose":
                self.files.remove(file)
            case "damage":
                file.clients //= 20

    def restore(self, file: File) -> None:
        of_it = [each for each in self.stick if each.business == file.business]
        if of_it:
            chosen = self.chance.choice(of_it)
            file.history, file.branch = chosen.history[: chosen.moment.entry], self.new()
            (file.clients,) = chosen.moment.holds

    def work(self, file: File) -> None:
        for _ in range(self.chance.randint(0, 40)):
            file.history.append(self.new())
            file.counter += 1
            file.clients += self.chance.random() < 0.3

    def tell_time(self, file: File, truth: datetime) -> None:
        """Mostly right; or years off, standing still, or anything."""
        says = self.chance.choices(("right", "2016", "2036", "anything", "the same"), (60, 3, 2, 3, 4))[0]
        moment = {
            "right": truth,
            "2016": datetime(2016, 1, 1, 0, self.chance.randint(0, 59)),  # noqa: DTZ001
            "2036": truth.replace(year=2036, day=min(truth.day, 28)),
            "anything": datetime(2000, 1, 1) + timedelta(days=self.chance.randint(0, 20_000)),  # noqa: DTZ001
            "the same": file.clock,
        }[says]
        file.turns += moment < file.clock
        file.clock = moment

    def back_up(self, file: File) -> None:
        mark, branch = file.history[-1] if file.history else 0, str(file.branch)
        made = Moment(len(file.history), file.counter, file.clock, (file.clients,), str(self.new()), branch, file.turns)
        self.stick.append(Kept(file.business, mark, made, file.history))
        self.ever.setdefault((file.business, file.branch), []).append(made)
        held = [each for each in self.stick if each.business == file.business and self.holds(file, each)]
        stays = kept([each.moment for each in held], made)
        gone = {id(each) for each in held if each.moment not in stays}
        self.stick = [each for each in self.stick if id(each) not in gone]
        self.look(file)

    def holds(self, file: File, each: Kept) -> bool:
        entry = each.moment.entry
        return entry == 0 or (entry <= len(file.history) and file.history[entry - 1] == each.mark)

    def look(self, file: File) -> None:
        """Of the branch that was backed up, at once; of all, at the end."""
        self.look_at((file.business, file.branch))

    def look_at(self, line: tuple[int, int]) -> None:
        business, branch = line
        there = [each.moment for each in self.stick if each.business == business and each.moment.branch == str(branch)]
        ever = self.ever[line]
        newest = max(ever, key=lambda each: (each.entry, each.counter))
        assert any((each.entry, each.holds) == (newest.entry, newest.holds) for each in there), "the newest is gone"
        assert max(each.holds for each in there) == max(each.holds for each in ever), "the fullest is gone"
        assert len(there) <= MOST, "they grow without end"


def live_two_years(seed: int) -> None:
    world = World(random.Random(seed))
    for day in range(DAYS):
        world.live(day)
    for line in world.ever:
        world.look_at(line)


@pytest.mark.parametrize("seed", range(2))
def test_of_every_line_of_every_business_the_newest_and_the_fullest_state_stays(seed: int) -> None:
    live_two_years(seed)


if __name__ == "__main__":  # so many more: python -m tests.services.test_two_years 500
    import sys

    for number in range(int(sys.argv[1])):
        live_two_years(number)
