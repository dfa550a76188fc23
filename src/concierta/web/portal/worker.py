"""What a second process does: start Django, read the package, render its share.

This module imports nothing of the house at the top: it is what a fresh process loads, before Django is ready.
"""

import multiprocessing
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from concierta.web.portal.addresses import settle
from concierta.web.portal.writing import Destination, Written, write_if_changed

if TYPE_CHECKING:
    from concierta.web.portal.render import Renderer

_mine: "list[tuple[Renderer, Sequence[Destination]]]" = []


def start(package: Path, destinations: Sequence[Destination]) -> None:
    threading.Thread(target=_leave_with_the_publisher, daemon=True).start()
    import django

    django.setup()

    from concierta.publishing.queries import read_package
    from concierta.web.portal.corte import Corte
    from concierta.web.portal.render import Renderer

    _mine.append((Renderer(Corte(read_package(package))), destinations))


def _leave_with_the_publisher() -> None:
    """A publisher that was killed tells nobody: without this its helpers would wait for ever, each with its memory."""
    if publisher := multiprocessing.parent_process():
        publisher.join()
        os._exit(1)


def work(chunk: tuple[int, int]) -> list[list[Written]]:
    renderer, destinations = _mine[0]
    return write_pages(renderer, destinations, *chunk)


def write_pages(
    renderer: "Renderer", destinations: Sequence[Destination], start: int, stop: int
) -> list[list[Written]]:
    """Tasks `start` to `stop` in every language, rendered once and written in each destination."""
    files: list[list[Written]] = [[] for _ in destinations]
    for path, content in renderer.pages(start, stop):
        for place, destination in enumerate(destinations):
            settled = settle(content, destination.kind, destination.up, destination.losses)
            files[place].append(write_if_changed(destination.folder, path, settled))
    return files
