"""The facts that a follow-up stated for a period, as digests: what its act in the log says of thousands of rows."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, DecimalField, F, Func, Model

from concierta.kernel.digests import digest_of, line_of
from concierta.plans.models import ActivityFollowUp, ProductFollowUp, ProjectFollowUp

#: Where the code of the project is, and what makes the line of a row.
_LINES: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (
        ActivityFollowUp,
        "activity__product__project__code",
        (
            *("activity__product__code", "activity__code", "activity__occurrence", "weight", "stated_progress"),
            *("explanation", "initial", "modified", "executed", "obligated", "paid"),
        ),
    ),
    (
        ProductFollowUp,
        "product__project__code",
        (
            *("product__code", "weight", "programmed", "not_programmed", "indicative_programmed", "executed"),
            *("stated_progress", "explanation"),
        ),
    ),
    (ProjectFollowUp, "project__code", ("stated_progress",)),
)


class _Written(Func):
    """A decimal as text with its six places, by the database itself: a matrix has thirty thousand of them."""

    output_field = CharField()
    template = "CAST(%(expressions)s AS text)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        written = "CASE WHEN %(expressions)s IS NOT NULL THEN printf('%%%%.6f', %(expressions)s) END"
        return self.as_sql(compiler, connection, template=written, **context)


def facts_by_project(periods: Iterable[int]) -> dict[int, dict[str, str]]:
    """Period → code of project → SHA-256 in hex of everything stated of it. Three queries for all periods."""
    wanted = list(periods)
    lines: dict[int, dict[str, list[str]]] = {period: defaultdict(list) for period in wanted}
    for model, project, columns in _LINES:
        told = [_Written(F(name)) if _is_decimal(model, name) else F(name) for name in columns]
        rows = model._default_manager.filter(period__in=wanted).order_by().values_list("period_id", project, *told)
        for period, code, *values in rows.iterator(chunk_size=5000):
            lines[period][code].append(line_of(model._meta.model_name, *values))
    return {period: {code: digest_of(told) for code, told in found.items()} for period, found in lines.items()}


def _is_decimal(model: type[Model], name: str) -> bool:
    return "__" not in name and isinstance(model._meta.get_field(name), DecimalField)
