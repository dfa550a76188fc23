"""Rendering all the pages of a corte, on as many processors as it is worth."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from concierta.publishing.queries import read_package
from concierta.web.public.addresses import LANGUAGES, settle
from concierta.web.public.corte import Corte
from concierta.web.public.render import Renderer
from concierta.web.public.writing import Written, write_if_changed

#: A second process has to start Django and read the package again: below this many pages it does not pay.
WORTH_IT = 1500
CHUNK = 60


@dataclass(frozen=True, slots=True)
class Destination:
    """A folder and which of the two readings of a page it takes: `LATEST` or `FROZEN`."""

    folder: Path
    kind: int


def render_pages(
    package: Path, destinations: Sequence[Destination], progress: Callable[[int, int], None]
) -> list[list[Written]]:
    """Every page written in every destination; per destination, its files in a fixed order."""
    renderer = Renderer(Corte(read_package(package)))
    tasks = len(renderer.tasks)
    total = tasks * len(LANGUAGES)
    processes = min(os.cpu_count() or 1, 4) if total >= WORTH_IT else 1
    chunks = [(start, min(start + CHUNK, tasks)) for start in range(0, tasks, CHUNK)]
    if processes == 1:
        results: Iterable[list[list[Written]]] = (_write(renderer, destinations, *chunk) for chunk in chunks)
        return _collected(results, len(destinations), total, progress)
    # A fork would copy whatever threads and connections the caller has: a fresh process is slower and safe.
    with ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), initializer=_start, initargs=(package, tuple(destinations))
    ) as pool:
        return _collected(pool.map(_work, chunks), len(destinations), total, progress)


def _collected(
    results: Iterable[list[list[Written]]], destinations: int, total: int, progress: Callable[[int, int], None]
) -> list[list[Written]]:
    files: list[list[Written]] = [[] for _ in range(destinations)]
    for part in results:
        for place, written in enumerate(part):
            files[place] += written
        progress(len(files[0]), total)
    return files


def _write(renderer: Renderer, destinations: Sequence[Destination], start: int, stop: int) -> list[list[Written]]:
    files: list[list[Written]] = [[] for _ in destinations]
    for path, content in renderer.pages(start, stop):
        for place, destination in enumerate(destinations):
            files[place].append(write_if_changed(destination.folder, path, settle(content, destination.kind)))
    return files


_state: dict[str, object] = {}


def _start(package: Path, destinations: tuple[Destination, ...]) -> None:
    import django

    django.setup()
    _state["renderer"] = Renderer(Corte(read_package(package)))
    _state["destinations"] = destinations


def _work(chunk: tuple[int, int]) -> list[list[Written]]:
    renderer, destinations = _state["renderer"], _state["destinations"]
    assert isinstance(renderer, Renderer)
    assert isinstance(destinations, tuple)
    return _write(renderer, destinations, *chunk)
