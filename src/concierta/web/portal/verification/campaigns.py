"""How what is verified was chosen: the draw, its seed, its list, how to repeat it, and what it all adds up to."""

from collections.abc import Iterable
from functools import partial

from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from concierta.web.kit import checking, formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.kit.tabular import Column, Table, number_column, percent_column
from concierta.web.portal import names
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.page import TABLE_ROWS, Fact, Link, ListRow, Page, Part, Task, Text, joined, list_tasks
from concierta.web.portal.portal import Portal
from concierta.web.portal.verification import checks

FOLDER = "verificacion/"


def tasks(corte: Corte) -> list[Task]:
    return [
        Task(FOLDER, _index_page),
        *(
            task
            for campaign in corte.table("campaigns")
            for task in list_tasks(
                folder_of(campaign), _listed(corte, campaign), TABLE_ROWS, partial(_campaign_page, campaign)
            )
        ),
    ]


def folder_of(campaign: Row) -> str:
    return f"{FOLDER}{campaign.period.lower()}/"


def _listed(corte: Corte, campaign: Row) -> list[Row]:
    return corte.package.grouped("campaign_population", "period").get(campaign.period, [])


def _index_page(portal: Portal) -> Page:
    corte = portal.corte
    campaigns = corte.table("campaigns")
    whole = checks.factor_figure(corte, "plan", corte.plan.plan)
    return Page(
        template="portal/verification.html",
        section="verificacion",
        title=gettext("Qué se verificó y cómo se escogió"),
        description=gettext("Las campañas de verificación, sus sorteos y cuánto de lo reportado se sostuvo."),
        content={
            "factor": whole,
            "campaigns": [_campaign_row(campaign, portal) for campaign in campaigns],
            "nodes": _factor_table(portal, "node"),
            "entities": _factor_table(portal, "entity"),
        },
    )


def _campaign_row(campaign: Row, portal: Portal) -> ListRow:
    return ListRow(
        title=formats.period(campaign.period),
        href=portal.to(folder_of(campaign)),
        bar="",
        figure=f"{formats.number(campaign.checked)} / {formats.number(campaign.looked_at)}",
        note=gettext("verificados"),
        meta=state(campaign),
    )


def state(campaign: Row) -> str:
    words = {
        "open": gettext("Semilla comprometida; falta el sorteo"),
        "drawn": gettext("Sorteada; se está verificando"),
        "finished": gettext("Terminada"),
    }
    return words.get(campaign.state, campaign.state)


def _factor_table(portal: Portal, level: str) -> Table | None:
    factors = portal.corte.table("verification_factors")
    rows = [row for row in factors if row.level == level and row.unit == checks.ALL]
    if not rows:
        return None
    return Table.of(
        rows[:TABLE_ROWS],
        Column(
            gettext("Parte del plan") if level == "node" else gettext("Entidad"),
            cell=lambda row: _subject(portal, row),
        ),
        percent_column(gettext("Se sostuvo"), lambda row: row.factor),
        number_column(gettext("Reportes"), lambda row: row.reports),
        number_column(gettext("Se miraron"), lambda row: row.looked_at),
        number_column(gettext("Cuentan cero"), lambda row: row.rejected + row.not_verifiable),
        percent_column(gettext("Dinero mirado"), lambda row: row.money_share),
    )


def _subject(portal: Portal, row: Row) -> Text:
    if row.level == "entity":
        return portal.entity_link(row.subject)
    return portal.node_link(row.subject) if row.subject in portal.corte.nodes else row.subject


def _campaign_page(campaign: Row, part: Part[Row], portal: Portal) -> Page:
    corte = portal.corte
    listed = _listed(corte, campaign)
    name = formats.period(campaign.period)
    drawn = bool(campaign.seed)
    return Page(
        template="portal/campaign.html",
        section="verificacion",
        title=_title(campaign, name),
        description=gettext("La lista, la semilla y el sorteo de la verificación del %(period)s.") % {"period": name},
        trail=[Link(gettext("Qué se verificó"), portal.to(FOLDER))],
        content={
            "campaign": campaign,
            "state": state(campaign),
            "facts": _facts(campaign),
            "agreement": checking.agreement_words(
                campaign.double_checked or 0,
                campaign.agreed,
                campaign.kappa,
                None if campaign.kappa_low is None else (campaign.kappa_low, campaign.kappa_high),
                with_interval=corte.package.declares("campaigns", "kappa_low"),
            )
            if drawn
            else "",
            "command": f"concierta campaign redraw {corte.plan.plan}/{campaign.period}",
            "commitment_command": f"printf 'concierta-sample-seed-v1\\0%s' {campaign.seed} | sha256sum",
            "ticket_command": _ticket_command(campaign, listed),
            "data_href": portal.to("datos/"),
            "population": _population(portal, part.items) if listed else None,
            "list_title": ngettext("%(n)s reporte en la lista", "%(n)s reportes en la lista", len(listed))
            % {"n": formats.number(len(listed))},
            "sheet": part.sheet(portal),
            "first": part.first,
        },
    )


def _title(campaign: Row, name: str) -> str:
    if not campaign.seed:
        return gettext("Verificación del %(period)s: la semilla está comprometida") % {"period": name}
    reports = ngettext("%(looked)s de %(n)s reporte", "%(looked)s de %(n)s reportes", campaign.population) % {
        "looked": formats.number(campaign.looked_at),
        "n": formats.number(campaign.population),
    }
    return ngettext(
        "Verificación del %(period)s: se mira %(reports)s",
        "Verificación del %(period)s: se miran %(reports)s",
        campaign.looked_at,
    ) % {"period": name, "reports": reports}


def _facts(campaign: Row) -> list[Fact]:
    facts: list[Fact] = [
        (gettext("Estado"), state(campaign)),
        (gettext("Semilla comprometida"), formats.date_time(campaign.opened_at)),
        (gettext("La lista se podía cerrar desde"), formats.long_date(campaign.population_closes_on)),
        (
            gettext("Margen de error buscado"),
            ngettext("±%(margin)s punto", "±%(margin)s puntos", 1 if campaign.margin * 100 == 1 else 2)
            % {"margin": formats.number(campaign.margin * 100)},
        ),
        (gettext("Confianza"), formats.percent(campaign.confidence)),
        (gettext("Se verifica dos veces"), formats.percent(campaign.double_share)),
    ]
    if campaign.seed:
        facts += [
            (gettext("Sorteada"), formats.date_time(campaign.drawn_at)),
            (gettext("Por sorteo"), formats.number(campaign.drawn)),
            (gettext("Por riesgo"), formats.number(campaign.by_risk)),
            (gettext("Verificados hasta este corte"), formats.number(campaign.checked)),
        ]
    return facts


def _ticket_command(campaign: Row, listed: list[Row]) -> str:
    """The command for the first ticket of the list: what it prints is there to compare."""
    if not listed or not campaign.seed:
        return ""
    first = listed[0]
    return f"printf '%s\\0%s\\0%s' {campaign.seed} '{first.stratum}' '{first.report}' | sha256sum"


def _population(portal: Portal, rows: Iterable[Row]) -> Table:
    return Table.of(
        rows,
        Column(gettext("Reporte"), cell=lambda row: _report(portal, row.report)),
        Column(gettext("Entidad"), cell=lambda row: _stratum(portal.corte, row.stratum)),
        Column(gettext("Se mira"), cell=_why),
        Column(gettext("Boleta"), cell=lambda row: format_html("<code>{}</code>", row.ticket[:12])),
    )


def _report(portal: Portal, report: str) -> Text:
    indicator = report.rsplit("/", 2)[0]
    if indicator not in portal.corte.indicators:
        return report
    return portal.link(portal.corte.indicator_folder(indicator), report)


def _stratum(corte: Corte, code: str) -> str:
    """The code, by which the draw calls it, and who that is."""
    entity = corte.entities.get(code)
    name = in_spanish(entity.acronym or names.shortened(entity.name, 40)) if entity else ""
    return code if name.lower() == code.lower() else joined([code, name])


def _why(row: Row) -> str:
    parts = []
    if row.drawn:
        parts.append(gettext("● Por sorteo"))
    if row.by_risk:
        reasons = [checking.risk_words(part.partition("=")[0]) for part in row.risk_parts.split("; ") if part]
        parts.append(gettext("▲ Por riesgo: %(why)s") % {"why": " ".join(reasons)})
    if row.double_checked:
        parts.append(gettext("dos veces"))
    return " · ".join(parts) or gettext("No salió")
