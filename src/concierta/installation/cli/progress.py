"""A progress bar on standard error that takes the share done."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

_STEPS = 1000


@contextmanager
def bar(label: str, *, hidden: bool = False) -> Iterator[Callable[[float], None]]:
    """Yield a function of the share done, 0 to 1; going back is ignored."""
    with click.progressbar(range(_STEPS), label=label, file=sys.stderr, hidden=hidden, show_pos=False) as shown:

        def progress(share: float) -> None:
            if (ahead := int(_STEPS * share) - shown.pos) > 0:
                shown.update(ahead)

        yield progress
        progress(1)
