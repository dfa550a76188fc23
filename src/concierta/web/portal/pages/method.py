"""How we measure: every rule in plain words, its formula, a worked example computed by the engine, and its status."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import gettext

from concierta.engines.achievement import Accumulation, year_achievement
from concierta.web.kit import charts, formats, marks
from concierta.web.kit.spanish import telling
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names, words
from concierta.web.portal.corte import Corte
from concierta.web.portal.page import Page, Task, Text
from concierta.web.portal.portal import Portal

FOLDER = "como-medimos/"


@dataclass(frozen=True, slots=True)
class Formula:
    code: str
    meaning: str
    year: str
    cycle: str
    example: str


def tasks(corte: Corte) -> list[Task]:
    return [Task(FOLDER, _method_page)]


def _method_page(portal: Portal) -> Page:
    corte = portal.corte
    achievement = corte.plan_achievement
    return Page(
        template="portal/method.html",
        section="como-medimos",
        title=gettext("Cómo medimos"),
        description=gettext("Las reglas con que se calcula cada porcentaje de este sitio, con fórmulas y ejemplos."),
        content={
            "picture": charts.achievement_bar(
                id="ejemplo",
                verified=Decimal("0.48"),
                reported=Decimal("0.72"),
                state=marks.REPORTED,
                expected=Decimal("0.6242"),
                expected_on=corte.cut_off,
                original_target=Decimal("0.9"),
                target_label=gettext("Meta vigente"),
                original_label=gettext("Meta original"),
                size="large",
                name=gettext("Ejemplo inventado de la barra de avance"),
            ),
            "legend": charts.legend(meanings=True),
            "formulas": formulas(),
            "bands": band_table(corte),
            "band_scale": corte.plan.band_scale,
            "expected": gettext(
                "Para %(year)s, al %(date)s, el plan completo debía llevar el %(share)s de lo programado en el año."
            )
            % {
                "year": corte.year,
                "date": formats.long_date(corte.cut_off),
                "share": formats.percent(achievement.expected_year),
            },
            "example": worked_example(corte),
            "status": rule_table(corte),
        },
    )


def formulas() -> list[Formula]:
    """Each accumulation type; the percentage of the example comes out of the engine that computes the site."""

    def example(code: str, actual: str, target: str, *, baseline: str = "", previous: str = "") -> str:
        result = year_achievement(
            Accumulation(code),
            actual=Decimal(actual),
            target=Decimal(target),
            baseline=Decimal(baseline) if baseline else None,
            previous=Decimal(previous) if previous else None,
        )
        parts = [
            gettext("Línea base %(n)s.") % {"n": formats.number(Decimal(baseline))} if baseline else "",
            gettext("Año anterior %(n)s.") % {"n": formats.number(Decimal(previous))} if previous else "",
            gettext("Meta %(target)s, logro %(actual)s: %(result)s.")
            % {
                "target": formats.number(Decimal(target)),
                "actual": formats.number(Decimal(actual)),
                "result": formats.percent(result),
            },
        ]
        return " ".join(part for part in parts if part)

    rows = (
        ("cumulative", "A ÷ T", "ΣA ÷ T", example("cumulative", "450", "500")),
        ("stock", "A ÷ T", gettext("último A ÷ T"), example("stock", "180", "220")),
        (
            "capacity",
            "(A − B) ÷ (T − B)",
            gettext("con el último A"),
            example("capacity", "180", "220", baseline="120"),
        ),
        (
            "reduction",
            "(B − A) ÷ (B − T)",
            gettext("con el último A"),
            example("reduction", "10.5", "9", baseline="12"),
        ),
        (
            "annual_reduction",
            gettext("(A anterior − A) ÷ (A anterior − T)"),
            gettext("promedio de los años programados"),
            example("annual_reduction", "11.4", "11", previous="12"),
        ),
        ("flow", "A ÷ T", gettext("promedio de los años programados, o el año final"), example("flow", "80", "100")),
        (
            "maintenance",
            gettext("el menor entre 1 y A ÷ T"),
            gettext("suma de los años ÷ años programados"),
            example("maintenance", "9", "12"),
        ),
    )
    return [Formula(code, words.accumulation(code), year, cycle, shown) for code, year, cycle, shown in rows]


def band_table(corte: Corte) -> Table:
    """The bands with the limits that this very corte was coloured with."""
    floors = [
        (row.rule.removeprefix("band_"), Decimal(row.value))
        for row in corte.table("method")
        if row.rule.startswith("band_")
    ]
    rows = []
    for place, (band, floor) in enumerate(floors):
        low = formats.percent(floor / 100)
        if place + 1 < len(floors):
            span = gettext("desde %(low)s y menos de %(high)s") % {
                "low": low,
                "high": formats.percent(floors[place + 1][1] / 100),
            }
        else:
            span = gettext("desde %(low)s") % {"low": low}
        rows.append([marks.band_word(band), span])
    return Table(columns=[Column(gettext("Banda")), Column(gettext("Avance verificado"))], rows=rows)


def worked_example(corte: Corte) -> Text:
    """One indicator of this very corte, told step by step; empty when it has none verified."""
    for indicator in corte.indicators.values():
        latest = corte.latest(indicator.indicator)
        if latest is None or latest.status != marks.ADJUSTED or latest.target is None:
            continue
        values = {
            "target": formats.number(latest.target),
            "reported": formats.number(latest.reported_value),
            "verified": formats.number(latest.verified_value),
            "share": formats.percent(latest.verified_year),
            "period": formats.period(latest.period),
        }
        sentence = gettext(
            "«%(name)s»: la meta del año es %(target)s. Al %(period)s la entidad reportó %(reported)s; "
            "quien verificó "
            "encontró %(verified)s. Cuenta lo verificado: el avance del año es %(share)s, y los dos "
            "valores quedan a la vista."
        )
        return telling(sentence, name=names.localized_name(indicator), **values)
    return ""


def rule_table(corte: Corte) -> Table:
    """Every rule and number that the corte was made with, and whether a norm, a source or a choice stands behind it."""
    return Table.of(
        (row for row in corte.table("method") if not row.rule.startswith("band_")),
        Column(
            gettext("Regla"),
            cell=lambda row: format_html("<b>{}</b><br>{}", words.rule(row.rule), names.name_of(row, "text")),
        ),
        Column(
            gettext("Valor"),
            cell=lambda row: (
                f"{formats.number(Decimal(row.value))}{formats.NBSP}{words.unit(row.unit)}" if row.value else "—"
            ),
        ),
        Column(gettext("De dónde viene"), cell=lambda row: words.standing(row.standing)),
    )
