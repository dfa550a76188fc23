"""Lines of the budget, their cuts and acts, and what is said of the money of one project."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext

from concierta.budgets.enums import FundingKind
from concierta.budgets.queries import SourceCell, StandingLine, source_cell, stages_of
from concierta.engines.finance import FIELDS, Breach, Compared, Stages, YearPace, breaches
from concierta.kernel.origin import Origin
from concierta.web.kit.formats import long_date, number, percent, pesos, pesos_exact, short_date
from concierta.web.workspace.budgets.figures import STAGES, alert_word, stage_word

if TYPE_CHECKING:
    from concierta.budgets.models import BudgetLine, ExecutionCut
    from concierta.plans.models import Project


def project_finding(stages: Stages, year: int) -> str:
    words = {"year": year, "final": pesos(stages.final), "obligation": pesos(stages.obligation)}
    if stages.final is None:
        return gettext("Sin dinero registrado en %(year)s") % words
    if stages.obligation is None:
        return gettext("Tiene %(final)s en %(year)s; nadie ha dicho cuánto se obligó") % words
    words["share"] = percent(stages.execution)
    return gettext("De %(final)s de %(year)s se ha obligado el %(share)s: %(obligation)s") % words


def project_facts(compared: Compared, project: "Project | None", pace: YearPace | None) -> list[tuple[str, str]]:
    """`pace` where some source closed its figures on the day of the page."""
    facts = [(gettext("Entidad"), project.entity.name), ("BPIN", project.bpin)] if project else []
    physical = compared.physical
    facts += [
        (gettext("Ejecución (obligado)"), percent(compared.execution)),
        (gettext("Sin obligar todavía"), pesos_exact(compared.stages.unspent)),
    ]
    if pace is not None:
        facts.append((gettext("A este paso, sin obligar al cierre"), pesos_exact(pace.at_risk)))
    facts += [
        (gettext("Avance físico verificado"), percent(physical.achieved)),
        (gettext("Eficiencia"), number(compared.efficiency)),
    ]
    if compared.cost_per_unit is not None:
        words = {"pesos": pesos(compared.cost_per_unit), "unit": physical.unit}
        each = gettext("%(pesos)s por cada unidad de «%(unit)s»") % words
        facts.append((gettext("Lo que ha costado"), each))
    return facts + [(gettext("Alerta"), alert_word(alert.code)) for alert in compared.alerts]


def line_words(standing: StandingLine) -> dict[str, object]:
    """A line with its stages in pesos, the row of the file that they were read in, and what does not add up."""
    return {
        "title": line_title(standing.line),
        "note": _note(standing.line),
        "cells": [(stage_word(name), number(getattr(standing.stages, name), 0)) for name in STAGES],
        "from": _where(standing),
        "breaches": [breach_words(breach) for breach in standing.breaches],
    }


def line_title(line: "BudgetLine") -> str:
    named = line.activity_name or line.object_name or (line.product.name if line.product else "")
    return named or line.project_name or line.project_code


def _note(line: "BudgetLine") -> str:
    parts = [line.funding_source.name, line.object_code, line.territory.name if line.territory else ""]
    if line.vintage != "current":
        parts.append(line.get_vintage_display())
    return " · ".join(part for part in parts if part)


def _where(standing: StandingLine) -> str:
    if standing.cut is None:
        return gettext("Escrita a mano; sin ejecución todavía")
    by_hand = gettext("Escrita a mano, corte al %(day)s") % {"day": short_date(standing.cut.cut_off)}
    return cell_words(standing.cell("")) or by_hand


def line_facts(line: "BudgetLine") -> list[tuple[str, str]]:
    fund = line.funding_source
    return [
        (gettext("Vigencia"), str(line.fiscal_year)),
        (gettext("De cuándo es el dinero"), line.get_vintage_display()),
        (gettext("Fuente"), f"{fund.name} ({fund.code})"),
        (gettext("Clase de fuente"), str(FundingKind(fund.kind).label)),
        (gettext("Entidad"), line.entity.name),
        (gettext("Producto"), f"{line.product.code} {line.product.name}" if line.product else ""),
        (gettext("Actividad"), f"{line.activity_code} {line.activity_name}".strip()),
        (gettext("Rubro"), f"{line.object_code} {line.object_name}".strip()),
        (gettext("Territorio"), line.territory.name if line.territory else gettext("Toda la ciudad")),
        ("BPIN", line.bpin),
        (gettext("De dónde sale"), gettext("archivo oficial") if line.origin == Origin.OFFICIAL else _by_hand(line)),
    ]


def _by_hand(line: "BudgetLine") -> str:
    return gettext("escrita a mano: %(source)s") % {"source": line.source} if line.source else gettext("escrita a mano")


def cut_blocks(cuts: "Iterable[ExecutionCut]") -> list[dict[str, Any]]:
    """Each cut with every figure that it states and the column it was read in, the latest first."""
    blocks = []
    for cut in cuts:
        stages = stages_of(cut)
        blocks.append(
            {
                "date": long_date(cut.cut_off),
                "file": cut.budget_import,
                "from": cell_words(source_cell(cut, "")) or gettext("Registrado a mano"),
                "figures": [
                    (stage_word(name), pesos_exact(getattr(stages, name)), column_words(source_cell(cut, name)))
                    for name in FIELDS
                ],
                "breaches": [breach_words(breach) for breach in breaches(stages)],
            }
        )
    return blocks


def acts_finding(count: int, year: int) -> str:
    words = ngettext(
        "%(count)s acto cambió la apropiación de %(year)s",
        "%(count)s actos cambiaron la apropiación de %(year)s",
        count,
    )
    if not count:
        return gettext("Ningún acto registrado cambió la apropiación de %(year)s") % {"year": year}
    return words % {"count": number(count), "year": year}


def cell_words(cell: SourceCell | None) -> str:
    if cell is None:
        return ""
    words = {"file": cell.filename, "row": number(cell.row), "sheet": cell.sheet}
    # A text file has one sheet, called after what the file is.
    if cell.sheet and cell.sheet.casefold() not in cell.filename.casefold():
        return gettext("%(file)s, hoja «%(sheet)s», fila %(row)s") % words
    return gettext("%(file)s, fila %(row)s") % words


def column_words(cell: SourceCell | None) -> str:
    """The header and letter of a figure; "" where it is not from a file or the file has no such column."""
    return " ".join(cell.column.split()) if cell else ""


def breach_words(breach: Breach) -> str:
    words = {
        "left": stage_word(breach.left),
        "right": stage_word(breach.right),
        "more": pesos_exact(breach.left_value),
        "less": pesos_exact(breach.right_value),
    }
    if breach.kind == "negative":
        return gettext("%(left)s es menor que cero: %(more)s") % words
    if breach.kind == "identity":
        return gettext("%(left)s dice %(more)s y con sus modificaciones da %(less)s") % words
    return gettext("%(right)s (%(less)s) pasa de %(left)s (%(more)s)") % words
