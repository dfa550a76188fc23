"""Exit codes of what is checked: 0 holds, 1 does not, 2 could not be read."""

import click

from concierta.engines.translog import LogProblem, VerifierKey
from concierta.installation.log.words import sentence_of

HOLDS, DOES_NOT_HOLD, UNREADABLE = 0, 1, 2


def unreadable(problem: OSError) -> int:
    """Say what could not be read, and why."""
    click.echo(f"No se pudo leer {problem.filename or ''}: {problem.strerror or problem}.", err=True)
    return UNREADABLE


def refused(what: str, problem: LogProblem) -> int:
    click.echo(f"✕ {what}: {sentence_of(problem)}.")
    return DOES_NOT_HOLD


class Key(click.ParamType):
    """A verifier key, `name+hash+base64`."""

    name = "clave"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> VerifierKey:
        if isinstance(value, VerifierKey):
            return value
        try:
            return VerifierKey.parse(value.strip())
        except LogProblem as problem:
            self.fail(sentence_of(problem), param, ctx)
