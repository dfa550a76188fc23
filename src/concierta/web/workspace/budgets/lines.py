"""Lines of the budget, their cuts, acts and contracts, and the words for stages and alerts."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from concierta.budgets.enums import Effect, FundingKind
from concierta.budgets.queries import SourceCell, StandingLine, source_cell
from concierta.engines.achievement import AlertCode
from concierta.engines.finance import FIELDS, Breach, Compared, Stages, YearPace, breaches
from concierta.kernel.origin import Origin
from concierta.web.kit.formats import long_date, no_data, number, percent, pesos, pesos_exact, short_date

_MILLION = 10**6
STAGES = ("initial", "final", "availability", "registration", "obligation", "payment")


_STAGE_WORDS = {
    "initial": _("Inicial"),
    "additions": _("Adiciones"),
    "reductions": _("Reducciones"),
    "credits": _("Créditos"),
    "counter_credits": _("Contracréditos"),
    "deferred": _("Aplazado"),
    "final": _("Definitiva"),
    "availability": _("CDP"),
    "registration": _("RP"),
    "obligation": _("Obligado"),
    "payment": _("Pagado"),
    "zero": _("cero"),
    "initial and modifications": _("inicial y sus modificaciones"),
}
_ALERT_WORDS = {
    AlertCode.OBLIGATIONS_WITHOUT_RESULT: _("Obliga dinero sin resultado ni explicación"),
    AlertCode.RESULT_WITHOUT_OBLIGATIONS: _("Resultado sin obligaciones"),
    AlertCode.RESULT_WITHOUT_NARRATIVE: _("Resultado sin explicación escrita"),
    AlertCode.CLOSE_UNDER_TARGET: _("A este paso cierra por debajo de la meta"),
}


def stage_word(name: str) -> str:
    return str(_STAGE_WORDS.get(name, name))


def alert_word(code: AlertCode) -> str:
    return str(_ALERT_WORDS[code])


def millions(value: int | Fraction | None) -> SafeString | str:
    """In millions of pesos, for a column that says so; the exact amount is one gesture away."""
    if value is None:
        return no_data()
    amount = Fraction(value) / _MILLION
    shown = number(amount, 1 if abs(amount) >= 1 else 3)
    return format_html('<data value="{}" title="{}">{}</data>', str(value), pesos_exact(value), shown)


def _whole(value: int | None) -> str:
    return number(value, 0)


def stage_cells(stages: Stages, *, exact: bool = False) -> list[dict[str, Any]]:
    """The six stages in their order, each with its label for a telephone: `exact` in pesos, else in millions of them.
    The column says which, so that no figure carries its sign."""
    write = _whole if exact else millions
    return [{"label": _STAGE_WORDS[name], "value": write(getattr(stages, name))} for name in STAGES]


def stage_labels() -> list[str]:
    return [stage_word(name) for name in STAGES]


def cut_off_options(cut_offs: Sequence[date], today: date) -> list[tuple[str, str]]:
    """The days of a list to choose from; today, where nobody closed figures today."""
    options = [(day.isoformat(), long_date(day)) for day in cut_offs]
    if today not in cut_offs:
        options.append((today.isoformat(), gettext("Hoy, %(day)s") % {"day": long_date(today)}))
    return options


def project_finding(stages: Stages, year: int) -> str:
    words = {"year": year, "final": pesos(stages.final), "obligation": pesos(stages.obligation)}
    if stages.final is None:
        return gettext("Sin dinero registrado en %(year)s") % words
    if stages.obligation is None:
        return gettext("Tiene %(final)s en %(year)s; nadie ha dicho cuánto se obligó") % words
    words["share"] = percent(stages.execution)
    return gettext("De %(final)s de %(year)s se ha obligado el %(share)s: %(obligation)s") % words


def project_facts(compared: Compared, project: Any, pace: YearPace | None) -> list[tuple[str, str]]:
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
        each = gettext("%(pesos)s por cada unidad de «%(unit)s»") % {
            "pesos": pesos(compared.cost_per_unit),
            "unit": physical.unit,
        }
        facts.append((gettext("Lo que ha costado"), each))
    facts += [(gettext("Alerta"), alert_word(one.code)) for one in compared.alerts]
    return facts


def line_rows(lines: Iterable[StandingLine], slug: str) -> list[dict[str, Any]]:
    return [
        {
            "title": _title(one.line),
            "note": _note(one.line),
            "href": reverse("budget_line", args=[slug, one.line.pk]),
            "cells": stage_cells(one.stages, exact=True),
            "execution": percent(one.stages.execution),
            "from": _where(one),
            "breaches": [breach_words(breach) for breach in one.breaches],
        }
        for one in lines
    ]


def line_title(line: Any) -> str:
    return _title(line)


def line_facts(line: Any) -> list[tuple[str, str]]:
    fund = line.funding_source
    return [
        (gettext("Vigencia"), str(line.fiscal_year)),
        (gettext("De cuándo es el dinero"), line.get_vintage_display()),
        (gettext("Fuente"), f"{fund.name} ({fund.code})"),
        (gettext("Clase de fuente"), FundingKind(fund.kind).label),
        (gettext("Entidad"), line.entity.name),
        (gettext("Producto"), f"{line.product.code} {line.product.name}" if line.product else ""),
        (gettext("Actividad"), f"{line.activity_code} {line.activity_name}".strip()),
        (gettext("Rubro"), f"{line.object_code} {line.object_name}".strip()),
        (gettext("Territorio"), line.territory.name if line.territory else gettext("Toda la ciudad")),
        ("BPIN", line.bpin),
        (gettext("De dónde sale"), gettext("archivo oficial") if line.origin == Origin.OFFICIAL else _by_hand(line)),
    ]


def cut_blocks(cuts: Iterable[Any]) -> list[dict[str, Any]]:
    """Each cut with every figure that it states and the cell it was read in, the latest first."""
    blocks = []
    for cut in cuts:
        stages = Stages(**{name: getattr(cut, name) for name in FIELDS})
        blocks.append(
            {
                "date": long_date(cut.cut_off),
                "from": cell_words(source_cell(cut, "")) or gettext("Registrado a mano"),
                "replaced": bool(cut.budget_import and not cut.budget_import.is_current),
                "href": _file_href(cut),
                "figures": [
                    {
                        "label": stage_word(name),
                        "value": pesos_exact(getattr(stages, name)),
                        "column": column_words(source_cell(cut, name)),
                    }
                    for name in FIELDS
                ],
                "breaches": [breach_words(one) for one in breaches(stages)],
            }
        )
    return blocks


def change_rows(changes: Iterable[Any]) -> list[dict[str, str]]:
    return [
        {
            "act": act_title(one.modification),
            "date": short_date(one.modification.act_date),
            "effect": str(Effect(one.effect).label),
            "amount": pesos_exact(one.amount),
            "decision": one.modification.decision.number if one.modification.decision else "",
        }
        for one in changes
    ]


def act_lines(acts: Iterable[Any], code: str = "") -> list[dict[str, Any]]:
    """The acts with what each does to every line, or only to those of one project."""
    return [
        {
            "title": act_title(act),
            "kind": act.get_kind_display(),
            "date": long_date(act.act_date),
            "reason": act.reason,
            "decision": act.decision.number if act.decision else "",
            "increase": pesos(act.increase) if act.increase else "",
            "decrease": pesos(act.decrease) if act.decrease else "",
            "held": pesos(act.held) if act.held else "",
            "changes": [
                {
                    "href": reverse("budget_line", args=[act.plan.slug, one.line_id]),
                    "line": f"{one.line.project_code} · {one.line.key.lstrip('=')}",
                    "effect": str(Effect(one.effect).label),
                    "amount": pesos_exact(one.amount),
                }
                for one in act.lines.all()
                if not code or one.line.project_code == code
            ],
        }
        for act in acts
    ]


def acts_finding(count: int, year: int) -> str:
    words = ngettext(
        "%(count)s acto cambió la apropiación de %(year)s",
        "%(count)s actos cambiaron la apropiación de %(year)s",
        count,
    )
    if not count:
        return gettext("Ningún acto registrado cambió la apropiación de %(year)s") % {"year": year}
    return words % {"count": number(count), "year": year}


def act_title(act: Any) -> str:
    return f"{act.get_act_type_display()} {act.act_number}"


def contract_lines(contracts: Iterable[Any]) -> list[dict[str, str]]:
    return [
        {
            "process": one.process_id,
            "number": one.number,
            "url": one.url,
            "subject": one.subject,
            "value": pesos_exact(one.value) if one.value is not None else gettext("Sin valor"),
            "signed": short_date(one.signed_on) if one.signed_on else "",
            "drop_href": reverse("unlink_contract", args=[one.plan.slug, one.project.code, one.pk]),
        }
        for one in contracts
    ]


def need_line(need: Any, stages: Stages) -> dict[str, str] | None:
    """What a project is said to cost in the year, and what of it nobody has appropriated."""
    if need is None:
        return None
    gap = max(0, need.amount - (stages.final or 0))
    return {"amount": pesos_exact(need.amount), "source": need.source, "gap": pesos_exact(gap) if gap else ""}


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


def _title(line: Any) -> str:
    named = line.activity_name or line.object_name or (line.product.name if line.product else "")
    return named or line.project_name or line.project_code


def _note(line: Any) -> str:
    parts = [line.funding_source.name, line.object_code, line.territory.name if line.territory else ""]
    if line.vintage != "current":
        parts.append(line.get_vintage_display())
    return " · ".join(part for part in parts if part)


def _where(one: StandingLine) -> str:
    if one.cut is None:
        return gettext("Escrita a mano; sin ejecución todavía")
    return cell_words(one.cell("")) or gettext("Escrita a mano, corte al %(day)s") % {
        "day": short_date(one.cut.cut_off)
    }


def _by_hand(line: Any) -> str:
    return gettext("escrita a mano: %(source)s") % {"source": line.source} if line.source else gettext("escrita a mano")


def _file_href(cut: Any) -> str:
    made = cut.budget_import
    return reverse("budget_file", args=[cut.line.plan.slug, made.pk]) if made else ""
