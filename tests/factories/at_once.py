"""Acts of several people at the same moment, each on a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from concierta.kernel.errors import Refusal


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Start all acts together; what each gave, or the refusal it met."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            barrier.wait()
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refused(results: list[object]) -> list[Refusal]:
    return [result for result in results if isinstance(result, Refusal)]
