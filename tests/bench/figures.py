"""A figure beside its floor, and the table of them."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One measured value. `aim` is the largest ratio to the floor; `limit` the largest value, where one is set."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    aim: float | None = None
    limit: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool:
        """Whether both aims are kept."""
        far = self.ratio is not None and self.aim is not None and self.ratio > self.aim
        return not far and (self.limit is None or self.value <= self.limit)

    def plain(self) -> dict[str, object]:
        """For `--json`."""
        aims = [] if self.aim is None else [f"≤ {self.aim:g} × floor"]
        if self.limit is not None:
            aims.append(f"≤ {self.limit:g} {self.unit}")
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "floor": None if self.floor is None else round(self.floor, 3),
            "ratio": None if self.ratio is None else round(self.ratio, 2),
            "aim": ", ".join(aims),
            "met": self.met,
        }


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def p99(values: Sequence[float]) -> float:
    """All but the slowest hundredth are at most this."""
    return sorted(values)[max(0, -(-len(values) * 99 // 100) - 1)]


def say(text: str) -> None:
    """A line for whoever waits."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def show(figures: Iterable[Figure]) -> None:
    """The table."""
    lines = [("figure", "value", "floor", "ratio", "aim", "")]
    for figure in figures:
        plain = figure.plain()
        lines.append(
            (
                figure.name,
                f"{figure.value:,.1f} {figure.unit}",
                "" if figure.floor is None else f"{figure.floor:,.1f}",
                "" if figure.ratio is None else f"{figure.ratio:.2f}",
                str(plain["aim"]),
                "met" if figure.met else "MISSED",
            )
        )
    widths = [max(len(line[at]) for line in lines) for at in range(6)]
    for line in lines:
        cells = [
            text.rjust(width) if at in {1, 2, 3} else text.ljust(width)
            for at, (text, width) in enumerate(zip(line, widths, strict=True))
        ]
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def keep(figures: Iterable[Figure], path: Path) -> None:
    """Write them as JSON."""
    path.write_text(json.dumps([figure.plain() for figure in figures], indent=1, ensure_ascii=False), encoding="utf-8")
