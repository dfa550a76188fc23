"""The same years in pesos of one of them, by the price index of the corte: comparable, and added to nothing nominal."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.engines.finance import base_year, deflate
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal.budgets.sums import Account, according_to, labels, year_label
from concierta.web.portal.corte import Corte, Told
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.corte.rows import by

FIGURES = ("final", "obligation", "payment")


@dataclass(frozen=True, slots=True)
class Constant:
    """By one index. `base` is the year whose pesos they are; None where the index reaches no year of the corte."""

    title: str
    lead: str
    formula: str
    missing: str
    accounts: list[Account]


def constant_pesos(corte: Corte) -> list[Constant]:
    """One for each index of the corte."""
    return [_by_index(corte, points) for points in by(corte.table("price_index"), lambda row: row.index).values()]


def _by_index(corte: Corte, points: list[Record]) -> Constant:
    index, told_by = {row.year: row.value for row in points}, points[0]
    base = base_year(index, corte.year)
    said = {"name": told_by.name, "when": told_by.base, "source": told_by.source, "base": base, "year": corte.year}
    if base is None:
        return Constant(
            title=gettext("El índice «%(name)s» no trae ningún año hasta %(year)s") % said,
            lead=gettext("No hay con qué descontar la inflación: sin dato."),
            formula="",
            missing="",
            accounts=[],
        )
    return Constant(
        title=gettext("Lo mismo en pesos de %(base)s, descontada la inflación") % said,
        lead=gettext("Con el índice «%(name)s» (base: %(when)s). Fuente: %(source)s.") % said,
        formula=gettext("Pesos de %(base)s = pesos del año × índice de %(base)s (%(value)s) ÷ índice del año")
        % (said | {"value": formats.number(index[base], 6)}),
        missing=_missing(corte, index),
        accounts=[
            Account(
                gettext("%(source)s, en pesos de %(base)s") % {"source": according_to(told.source), "base": base},
                _table(told, base, index),
            )
            for told in corte.told
            if any(year in index for year in told.years)
        ],
    )


def _missing(corte: Corte, index: dict[int, Decimal]) -> str:
    """The years that no price speaks for; "" where there are none."""
    years = sorted({year for told in corte.told for year in told.years if year not in index})
    if not years:
        return ""
    return gettext(
        "El índice no trae %(years)s: sus pesos no se pueden comparar todavía, y no se suman con los otros."
    ) % {"years": ", ".join(map(str, years))}


def _table(told: Told, base: int, index: dict[int, Decimal]) -> Table:
    words = labels()
    rows: list[list[SafeString | str]] = []
    years = {year: _in_pesos_of(told, year, base, index) for year in told.years}
    for year, amounts in years.items():
        price = formats.number(index[year], 6) if year in index else gettext("No lo trae")
        rows.append([str(year), price, *(formats.number(amount, 0) for amount in amounts)])
    if len(years) > 1:
        sums = (_sum(column) for column in zip(*years.values(), strict=True))
        rows.append([year_label(None), "", *(formats.number(amount, 0) for amount in sums)])
    unit = gettext("pesos de %(year)s") % {"year": base}
    return Table(
        columns=[
            Column(gettext("Año")),
            Column(gettext("Índice"), numeric=True),
            *(Column(words[name], numeric=True, unit=unit) for name in FIGURES),
        ],
        rows=rows,
    )


def _in_pesos_of(told: Told, year: int, base: int, index: dict[int, Decimal]) -> list[Fraction | None]:
    stages = told.total(year)
    return [deflate(getattr(stages, name), year, base, index) for name in FIGURES]


def _sum(amounts: tuple[Fraction | None, ...]) -> Fraction | None:
    """Of every year or of none: a sum that leaves a year out would pass for the whole."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if len(known) == len(amounts) else None
