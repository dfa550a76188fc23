"""Rendering all the pages of a corte, on as many processors as it is worth."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from concierta.publishing.queries import read_package
from concierta.web.portal.addresses import LANGUAGES
from concierta.web.portal.corte import Corte
from concierta.web.portal.render import Renderer
from concierta.web.portal.worker import start, work, write_pages
from concierta.web.portal.writing import Destination, Written

#: A second process has to start Django and read the package again: below this many pages it does not pay.
WORTH_IT = 1500
CHUNK = 60


def render_pages(
    package: Path, destinations: Sequence[Destination], progress: Callable[[int, int], None]
) -> list[list[Written]]:
    """Every page written in every destination; per destination, its files in a fixed order."""
    renderer = Renderer(Corte(read_package(package)))
    tasks = len(renderer.tasks)
    total = tasks * len(LANGUAGES)
    processes = min(os.cpu_count() or 1, 4) if total >= WORTH_IT else 1
    chunks = [(first, min(first + CHUNK, tasks)) for first in range(0, tasks, CHUNK)]
    if processes == 1:
        results: Iterable[list[list[Written]]] = (write_pages(renderer, destinations, *chunk) for chunk in chunks)
        return _collected(results, len(destinations), total, progress)
    # A fork would copy whatever threads and connections the caller has: a fresh process is slower and safe.
    with ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), initializer=start, initargs=(package, tuple(destinations))
    ) as pool:
        return _collected(pool.map(work, chunks), len(destinations), total, progress)


def _collected(
    results: Iterable[list[list[Written]]], destinations: int, total: int, progress: Callable[[int, int], None]
) -> list[list[Written]]:
    files: list[list[Written]] = [[] for _ in range(destinations)]
    for part in results:
        for place, written in enumerate(part):
            files[place] += written
        progress(len(files[0]), total)
    return files
