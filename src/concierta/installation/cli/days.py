"""A day on the command line: AAAA-MM-DD, which is a day and no moment."""

from datetime import date
from typing import Any

import click


class Day(click.ParamType[date]):
    name = "AAAA-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"«{value}» no es un día: escríbalo como 2025-03-31.", param, ctx)
