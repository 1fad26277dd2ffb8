"""A child is forked, works, is killed at a random moment; what it said is kept, what it left is looked at."""

import os
import random
import select
import shutil
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.crash.scenario import Scenario

#: After this part of the kills nobody looks: the next child meets what the last one left.
_UNSEEN = 0.3
#: Words after which everything was done once.
_ENOUGH = 2


def kills(scenario: Scenario, folder: Path, chance: random.Random) -> Iterator[None]:
    """Kill for ever, one at a time; raises AssertionError, or what else opening and looking raise, when one did harm."""
    prepared, span = _prepared(scenario, folder)
    while True:
        shutil.rmtree(folder)
        shutil.copytree(prepared, folder)
        said: list[str] = []
        for _ in range(scenario.looks):
            while True:
                said += _killed(scenario, folder, chance, span)
                yield
                if chance.random() > _UNSEEN:
                    break
            scenario.look(folder, said)


def _prepared(scenario: Scenario, folder: Path) -> tuple[Path, float]:
    """What each round begins with, made once, and within how many seconds to kill: on a slow machine, too, all of a deed.

    All that children need is imported and derived before the first is born.
    """
    prepared = folder.with_name(f"{folder.name} prepared")
    prepared.mkdir(parents=True)
    scenario.prepare(prepared)
    shutil.copytree(prepared, folder)
    said: list[float] = []

    def say(_word: str) -> None:
        said.append(time.monotonic())
        if len(said) > _ENOUGH:
            raise _EnoughError

    with suppress(_EnoughError):
        scenario.work(folder, say, random.Random(0), "warm")
    return prepared, max(scenario.span, 3 * (said[-1] - said[-2]))


class _EnoughError(Exception):
    """Ends what would go on for ever."""


def _killed(scenario: Scenario, folder: Path, chance: random.Random, span: float) -> list[str]:
    """What a child said until it was killed."""
    listener, speaker = os.pipe()
    run, seed = f"{chance.getrandbits(40):x}", chance.random()
    child = os.fork()
    if child == 0:
        os.close(listener)
        _live(scenario, folder, speaker, random.Random(seed), run)
    os.close(speaker)
    try:
        select.select([listener], [], [], 60)
        time.sleep(chance.uniform(0, span))
    finally:
        os.kill(child, signal.SIGKILL)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with os.fdopen(listener, encoding="utf-8") as heard:
        said = heard.read().splitlines()
    assert ended == -signal.SIGKILL, "a child ended by itself:\n" + "\n".join(said[-30:])
    return said


def _live(scenario: Scenario, folder: Path, speaker: int, chance: random.Random, run: str) -> None:
    """The child's whole life; it never returns."""

    def say(word: str) -> None:
        os.write(speaker, f"{word}\n".encode())

    try:
        scenario.work(folder, say, chance, run)
    except BaseException:  # noqa: BLE001 - its parent tells
        os.write(speaker, traceback.format_exc()[-3000:].encode())
    finally:
        os._exit(1)
