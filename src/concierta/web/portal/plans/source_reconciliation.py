"""What the source states of a project, and where its figures do not add up: unverified, and never repaired."""

from decimal import Decimal

from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names, words
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record


def stated_line(corte: Corte, code: str) -> str:
    stated = corte.project_follow_ups.get((code, corte.plan.period))
    if stated is None or stated.stated_progress is None:
        return gettext("La fuente no dice cuánto avanzó el proyecto en este periodo: sin dato.")
    return gettext("La fuente afirma que el proyecto va en %(share)s. Esa cifra no se ha verificado.") % {
        "share": formats.percent(stated.stated_progress)
    }


def differences_title(rows: list[Record]) -> str:
    if not rows:
        return gettext("Las cifras de la fuente cuadran con sus partes")
    return ngettext(
        "%(n)s cifra de la fuente no cuadra con sus partes",
        "%(n)s cifras de la fuente no cuadran con sus partes",
        len(rows),
    ) % {"n": formats.number(len(rows))}


def difference_table(rows: list[Record]) -> Table | None:
    """What the source states beside what its own parts add up to: fractions as percentages, totals as pesos."""
    if not rows:
        return None

    def shown(row: Record, amount: Decimal | None) -> str:
        return formats.percent(amount) if row.level in ("product", "project") else formats.number(amount, 0)

    return Table(
        columns=[
            Column(gettext("Periodo")),
            Column(gettext("De qué")),
            Column(gettext("Qué se compara")),
            Column(gettext("Dice la fuente"), numeric=True),
            Column(gettext("Suman sus partes"), numeric=True),
            Column(gettext("Diferencia"), numeric=True),
        ],
        rows=[
            [
                formats.period(row.period),
                in_spanish(names.shortened(row.name, 90)) or row.code,
                words.measure(row.measure),
                shown(row, row.stated),
                shown(row, row.recomputed),
                shown(row, row.difference),
            ]
            for row in rows
        ],
    )
