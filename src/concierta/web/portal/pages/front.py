"""The front page: is it working? The answer, what is late, the money, what changed, and how to check it."""

from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.portal import figures, names
from concierta.web.portal.budgets import money
from concierta.web.portal.corte import Corte
from concierta.web.portal.figures import all_refused
from concierta.web.portal.indicators import indicators, late
from concierta.web.portal.ledger import changes
from concierta.web.portal.mesa.index import finding as mesa_finding
from concierta.web.portal.page import ListRow, Page, Task, Text
from concierta.web.portal.plans import tiers
from concierta.web.portal.portal import Portal
from concierta.web.portal.verification import checks

LATE_SHOWN = 6
CHANGES_SHOWN = 5


def tasks(corte: Corte) -> list[Task]:
    return [Task("", front_page)]


def front_page(portal: Portal) -> Page:
    corte = portal.corte
    achievement = corte.plan_achievement
    state = corte.state("plan", corte.plan.plan)
    behind = corte.behind
    return Page(
        template="portal/front.html",
        section="",
        title=headline(corte),
        description=description(corte),
        content={
            "headline": headline(corte),
            "lead": lead(corte),
            "found": achievement,
            "state": state,
            "verified": figures.verified_share(corte, "plan", corte.plan.plan),
            "beyond": figures.beyond_verified(corte, "plan", corte.plan.plan),
            "table": figures.table(corte, "plan", corte.plan.plan),
            "counts": figures.counts(achievement),
            "factor": checks.factor_figure(corte, "plan", corte.plan.plan),
            "states_title": indicators.states_title(corte),
            "data_href": portal.to("datos/"),
            "late_title": late.late_title(corte),
            "late": [
                figures.indicator_row(portal, corte.indicators[code], id=f"t{n}")
                for n, code in enumerate(behind[:LATE_SHOWN])
            ],
            "late_all": ngettext("Ver el que va tarde", "Ver los %(n)s que van tarde", len(behind))
            % {"n": formats.number(len(behind))},
            "overdue": late.overdue_sentence(corte),
            "waiting": waiting(corte),
            "tiers": [tier_rows(portal)] if corte.tiers else [],
            "money": money.plan_money(corte),
            "mesa": mesa_finding(corte) if corte.mesa else "",
            "changes": changes.grouped(corte)[:CHANGES_SHOWN],
            "origin": corte.plan.origin,
            "source": corte.plan.source,
        },
    )


def headline(corte: Corte) -> str:
    """The finding itself. Compared with what was expected on the date, in words, before any picture."""
    achievement = corte.plan_achievement
    verified, expected, year = achievement.verified_year, achievement.expected_year, corte.year
    if verified is None:
        return gettext("Nada está programado todavía para %(year)s") % {"year": year}
    if looked_at := all_refused(corte, "plan", corte.plan.plan):
        return looked_at
    if not corte.any_verified(achievement):
        return gettext("Todavía no se ha verificado nada de lo programado para %(year)s") % {"year": year}
    return gettext(
        "Se verificó el %(verified)s de lo programado para %(year)s; a esta fecha se esperaba el %(expected)s"
    ) % {
        "verified": formats.percent(verified),
        "expected": formats.percent(expected),
        "year": year,
    }


def lead(corte: Corte) -> str:
    """How much was reported and looked at; where the plan could still arrive, of what nobody has looked at alone."""
    achievement, possible = corte.plan_achievement, corte.possible("plan", corte.plan.plan)
    checked = achievement.verified + achievement.adjusted + achievement.rejected + achievement.not_verifiable
    counts = {
        "programmed": formats.number(achievement.programmed),
        "year": corte.year,
        "reported": formats.number(checked + achievement.reported),
        "checked": formats.number(checked),
        "possible": formats.percent(possible),
    }
    first = ngettext(
        "De %(programmed)s indicador de producto programado para %(year)s hay reporte de %(reported)s; una entidad "
        "distinta de la que reportó ya revisó %(checked)s.",
        "De %(programmed)s indicadores de producto programados para %(year)s hay reporte de %(reported)s; una entidad "
        "distinta de la que reportó ya revisó %(checked)s.",
        achievement.programmed,
    )
    if not achievement.reported or possible is None or possible == achievement.verified_year:
        return first % counts
    second = gettext(
        "Lo que espera comprobación llevaría el avance al %(possible)s, pero no cuenta hasta que se compruebe."
    )
    return f"{first % counts} {second % counts}"


def description(corte: Corte) -> str:
    return gettext(
        "%(headline)s. Corte al %(date)s: qué se prometió, qué se verificó, cuánto costó y quién responde."
    ) % {
        "headline": headline(corte),
        "date": formats.long_date(corte.cut_off),
    }


def waiting(corte: Corte) -> str:
    count = corte.plan_achievement.reported
    if not count:
        return gettext("Ningún reporte espera verificación.")
    return ngettext(
        "%(n)s reporte espera que otra entidad lo verifique.",
        "%(n)s reportes esperan que otra entidad los verifique.",
        count,
    ) % {"n": formats.number(count)}


def tier_rows(portal: Portal) -> dict[str, Text | list[ListRow]]:
    """The widest tier of the plan, each of its nodes with its bar."""
    corte = portal.corte
    tier = min(corte.tiers.values(), key=lambda row: row.depth)
    nodes = tiers.nodes_of(corte, tier)
    rows = [figures.node_row(portal, node, id=f"n{n}") for n, node in enumerate(nodes)]
    return {"title": tiers.tier_finding(corte, nodes) or names.name_of(tier, "plural"), "rows": rows}
