"""Repeating, timing and telling: the part that every script here shares.

Subject and peer take turns (A B A B), so that a machine which slows down slows both. A sample is told as its median
with the smallest and the largest; a ratio is the median of the ratios of the turns, not the ratio of two medians.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("CONCIERTA_DATA", ROOT.parent / "shared" / "data"))
# As it is installed: Python compiles a source once, and not again in each process that is timed.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
PYTHON = sys.executable
CONCIERTA = str(Path(sys.executable).with_name("concierta"))


@dataclass(frozen=True, slots=True)
class Sample:
    """One value per turn, all in the same unit."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def over(self, peer: "Sample") -> "Sample":
        """The ratio of each turn to the same turn of `peer`."""
        return Sample(tuple(mine / theirs for mine, theirs in zip(self.values, peer.values, strict=True)))

    def text(self, unit: str = "s", digits: int = 2) -> str:
        low, high = min(self.values), max(self.values)
        middle = f"{self.median:,.{digits}f}{unit and ' ' + unit}"
        return middle if len(self.values) == 1 else f"{middle}  ({low:,.{digits}f}–{high:,.{digits}f})"


@dataclass(frozen=True, slots=True)
class Process:
    """A process that ended: wall clock and processor seconds, and the most memory it (or a child) ever held, in MB."""

    seconds: float
    cpu: float
    peak_mb: float
    output: str


def process(
    command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, cwd: Path | None = None, status: int = 0
) -> Process:
    """Run a command to its end. Stops the bench, showing what it said, when its exit code is not `status`."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        begun = time.perf_counter()
        started = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            env={**os.environ, **(env or {})},
            cwd=cwd,
        )
        _, waited, usage = os.wait4(started.pid, 0)
        seconds = time.perf_counter() - begun
        started.returncode = os.waitstatus_to_exitcode(waited)
        out.seek(0)
        err.seek(0)
        output = out.read()
        if started.returncode != status:
            sys.exit(f"{' '.join(map(str, command))}\nended with {started.returncode}:\n{err.read()[-2000:]}")
    # Linux counts the peak in KiB.
    return Process(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6, output)


def timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def take_turns(subjects: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, list[Any]]:
    """Call each subject `rounds` times, one after the other in every round; what each call gave, in order."""
    found: dict[str, list[Any]] = {name: [] for name in subjects}
    for turn in range(rounds):
        for name, subject in subjects.items():
            found[name].append(subject())
            _dot(f"{name} {turn + 1}/{rounds}")
    _dot("")
    return found


def _dot(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


@contextmanager
def temporary(prefix: str = "concierta-bench-") -> Iterator[Path]:
    """A folder that goes away; on the disk where TMPDIR is."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def home(folder: Path) -> dict[str, str]:
    """The environment of an installation that lives in `folder`, running the source beside this script."""
    return {"CONCIERTA_HOME": str(folder), "CONCIERTA_DATABASE": "", "PYTHONPATH": str(ROOT / "src")}


def heading(title: str) -> None:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    busy = os.getloadavg()[0]
    print(f"{title}\n{'─' * len(title)}")
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {os.cpu_count()} cores, {memory:.0f} GiB, load {busy:.1f}"
        f" · Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    )


def table(rows: Sequence[tuple[str, str]]) -> None:
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        print(f"  {label:<{width}}  {value}")


def target(label: str, value: float, limit: float, unit: str = "", *, at_least: bool = False) -> bool:
    """Print whether a target of the design is met; the scripts end with 1 when one is not."""
    met = value >= limit if at_least else value <= limit
    sign = "≥" if at_least else "≤"
    print(f"  {'✓' if met else '✕'} {label}: {value:,.2f}{unit} {sign} {limit:g}{unit}")
    return met


def save(name: str, figures: Mapping[str, Any]) -> None:
    """Leave the figures for machines when CONCIERTA_BENCH_OUT names a folder."""
    if folder := os.environ.get("CONCIERTA_BENCH_OUT"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        text = json.dumps(figures, ensure_ascii=False, indent=2, default=lambda sample: list(sample.values))
        (Path(folder) / f"{name}.json").write_text(text + "\n")
