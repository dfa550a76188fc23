"""Indicators: the list, and one page each where a reader can follow a figure back to its evidence."""

from functools import partial

from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from concierta.web.kit import charts, formats, marks
from concierta.web.kit.charts import SeriesPoint
from concierta.web.kit.spanish import in_spanish
from concierta.web.portal import figures, names, words
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.indicators import targets, values
from concierta.web.portal.indicators.report_card import report_card
from concierta.web.portal.indicators.values import finding, target_of_year
from concierta.web.portal.ledger import comprobar
from concierta.web.portal.mesa import amendments, measures
from concierta.web.portal.page import ROWS, Fact, Link, Page, Part, Task, Text, joined, list_tasks
from concierta.web.portal.portal import Portal
from concierta.web.portal.verification import checks

FOLDER = "indicadores/"
#: Periods and versions told in full on the page; older ones stay in their own cortes and in the data.
REPORTS_SHOWN = 8


def tasks(corte: Corte) -> list[Task]:
    return [
        *list_tasks(FOLDER, corte.all_indicators, ROWS, _list_page),
        *(Task(corte.indicator_folder(row.indicator), partial(_indicator_page, row)) for row in corte.all_indicators),
    ]


def _list_page(part: Part[Row], portal: Portal) -> Page:
    corte = portal.corte
    ordered = corte.all_indicators
    outcomes = sum(row.kind == "outcome" for row in ordered)
    pledges = sum(row.kind == "pledge" for row in ordered)
    lead = gettext("%(outcomes)s de resultado y %(outputs)s de producto.") % {
        "outcomes": formats.number(outcomes),
        "outputs": formats.number(len(ordered) - outcomes - pledges),
    }
    if pledges:
        more = ngettext(
            "Además, %(n)s de una promesa de un firmante, que no entra en el avance del plan.",
            "Además, %(n)s de promesas de firmantes, que no entran en el avance del plan.",
            pledges,
        ) % {"n": formats.number(pledges)}
        lead = f"{lead} {more}"
    return Page(
        template="portal/indicators.html",
        section="indicadores",
        title=gettext("Indicadores"),
        description=gettext("Cada indicador del plan: meta, reportado, verificado y quién responde. %(lead)s")
        % {"lead": lead},
        content={
            "finding": states_title(corte),
            "lead": lead,
            "counts": figures.counts(corte.plan_achievement) if part.first else [],
            "rows": [figures.indicator_row(portal, row, id=f"i{n}") for n, row in enumerate(part.items)],
            "sheet": part.sheet(portal),
        },
    )


def states_title(corte: Corte) -> str:
    achievement = corte.plan_achievement
    if not achievement.programmed:
        return gettext("Ningún indicador está programado para %(year)s") % {"year": corte.year}
    return ngettext(
        "Hay una cifra verificada en %(ok)s de %(all)s indicador de producto",
        "Hay una cifra verificada en %(ok)s de %(all)s indicadores de producto",
        achievement.programmed,
    ) % {
        "ok": formats.number(achievement.verified + achievement.adjusted),
        "all": formats.number(achievement.programmed),
    }


def _indicator_page(indicator: Row, portal: Portal) -> Page:
    corte = portal.corte
    code = indicator.indicator
    achievement = corte.achievements.get(("indicator", code))
    latest = corte.latest(code)
    state = corte.state("indicator", code)
    points = series(corte, indicator)
    name = names.name_of(indicator)
    target = latest.target if latest is not None else target_of_year(corte, code)
    return Page(
        template="portal/indicator.html",
        section="indicadores",
        title=name,
        in_spanish=not (names.in_english() and indicator.name_en),
        description=names.shortened(f"{finding(corte, indicator)} {name}", 300),
        trail=_trail(portal, indicator),
        content={
            "indicator": indicator,
            "kind": words.indicator_kind(indicator.kind),
            "finding": finding(corte, indicator),
            "found": achievement,
            "verified": figures.verified_share(corte, "indicator", code),
            "state": state,
            "programmed": bool(achievement and achievement.programmed),
            "target_label": gettext("Meta %(year)s: %(value)s")
            % {
                "year": corte.year,
                "value": values.value(target, indicator),
            },
            "verified_value": values.verified_value(latest, indicator),
            "reported_value": values.reported_value(latest, indicator),
            "expected_label": values.expected_label(corte, indicator),
            "itself": values.is_rate(indicator),
            "interval": checks.interval(corte, indicator),
            "counted": checks.counted(latest) if latest is not None else "",
            "factor": checks.factor_figure(corte, "indicator", code),
            "table": figures.table(corte, "indicator", code),
            "chart": charts.series_chart(id="serie", points=points, name=name, unit=indicator.unit) if points else "",
            "chart_title": series_title(corte, indicator),
            "chart_table": charts.series_table(points, unit=indicator.unit) if points else None,
            "duties": portal.duties("indicator", code) or _duties(portal, indicator),
            "method": _method(portal, indicator),
            "targets": targets.target_table(portal, indicator),
            "moved": targets.moves(portal, indicator),
            "changes": amendments.noted(portal, targets.other_changes(corte, code)),
            "measures": [measures.measure_line(portal, row) for row in corte.measures_about.get(code, [])],
            "original_target": figures.original_share(corte, code),
            "original_label": targets.original_label(corte, indicator),
            "reports": [
                report_card(portal, indicator, report, n)
                for n, report in enumerate(corte.reports_of.get(code, [])[:REPORTS_SHOWN])
            ],
            "overdue": _overdue(corte, code),
            "check": comprobar.figure_link(portal, corte.reports[latest.report])
            if latest is not None and latest.report in corte.reports
            else "",
        },
    )


def _duties(portal: Portal, indicator: Row) -> list[Fact]:
    """What the indicator itself says, in a corte older than the table of responsibilities."""
    return [
        (gettext("Reporta"), portal.entity_link(indicator.reporter)),
        (gettext("Revisa"), portal.entity_link(indicator.reviewer)),
        (gettext("Verifica"), portal.entity_link(indicator.verifier)),
        (gettext("Presenta a la comunidad"), portal.entity_link(indicator.presenter)),
    ]


def _trail(portal: Portal, indicator: Row) -> list[Link]:
    corte = portal.corte
    trail = [Link(gettext("Indicadores"), portal.to(FOLDER))]
    if indicator.project:
        trail.append(Link(indicator.project, portal.to(corte.project_folder(indicator.project))))
    elif indicator.pledge:
        trail = [
            Link(gettext("El acuerdo"), portal.to("compromisos/")),
            Link(indicator.pledge, portal.to(corte.pledge_folder(indicator.pledge))),
        ]
    elif indicator.node:
        node = corte.nodes[indicator.node]
        trail.append(Link(names.localized_name(node, length=40), portal.to(corte.node_folder(node.node))))
    return trail


def series(corte: Corte, indicator: Row) -> list[SeriesPoint]:
    return [
        SeriesPoint(
            period=row.period,
            target=row.target if row.programmed else None,
            reported=row.reported_value,
            verified=row.verified_value,
            state=row.status if row.status in marks.STATE_WORDS else marks.REPORTED,
            low=row.verified_low,
            high=row.verified_high,
        )
        for row in corte.measurements_of.get(indicator.indicator, [])
    ]


def series_title(corte: Corte, indicator: Row) -> str:
    rows = corte.measurements_of.get(indicator.indicator, [])
    checked = sum(row.verified_value is not None for row in rows)
    return ngettext(
        "Hay un valor verificado en %(checked)s de %(n)s periodo",
        "Hay un valor verificado en %(checked)s de %(n)s periodos",
        len(rows),
    ) % {"checked": formats.number(checked), "n": formats.number(len(rows))}


def _method(portal: Portal, indicator: Row) -> list[Fact]:
    achievement = portal.corte.achievements.get(("indicator", indicator.indicator))
    problem = achievement.problem if achievement is not None else ""
    baseline: Text | None = None
    if indicator.baseline is not None:
        baseline = joined(
            [
                values.value(indicator.baseline, indicator),
                formats.long_date(indicator.baseline_on) if indicator.baseline_on else "",
                indicator.baseline_source,
            ]
        )
    return [
        (gettext("Definición"), names.localized_name(indicator, "definition") or None),
        (gettext("Unidad"), indicator.unit or None),
        *(
            [(gettext("Clase de cifra"), words.figure_kind(indicator.measure))]
            if indicator.measure not in (None, "", "count")
            else []
        ),
        (
            gettext("Cómo se acumula"),
            format_html(
                '{} <a href="{}#{}">{}</a>',
                words.accumulation(indicator.accumulation),
                portal.to("como-medimos/"),
                indicator.accumulation,
                gettext("Ver la fórmula"),
            ),
        ),
        (gettext("Línea base"), baseline),
        *([(gettext("Por qué no entra en el avance"), words.problem(problem))] if problem else []),
        (gettext("Medios de verificación"), in_spanish(indicator.means_of_verification) or None),
        (gettext("Código"), indicator.indicator),
    ]


def _overdue(corte: Corte, code: str) -> list[str]:
    return [
        gettext("El reporte del %(period)s vencía el %(date)s y no había llegado al publicar este corte.")
        % {"period": formats.period(row.period), "date": formats.long_date(row.due_on)}
        for row in corte.overdue_on.get(code, ())
    ]
