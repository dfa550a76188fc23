"""The commitments of the agreement: what each says, who promised what under it, and what the plan shows for it."""

from dataclasses import dataclass
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.evaluation.enums import MilestoneState, Rung
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table, number_column
from concierta.web.portal import figures, names
from concierta.web.portal.agreements import pledges, reviews, standing, states
from concierta.web.portal.agreements.pledges import pledge_line
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.evaluation.reviews import coverage
from concierta.web.portal.page import Link, Page, Task, Text, joined
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of

FOLDER = "compromisos/"
PROJECTS_SHOWN = 15
MILESTONES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ClauseRow:
    code: str
    title: str
    href: str
    text: str
    cash: str
    in_kind: str
    projects: str


def tasks(corte: Corte) -> list[Task]:
    clauses = corte.table("clauses")
    return [
        Task(FOLDER, _list_page),
        *(Task(corte.clause_folder(clause.clause), partial(_clause_page, clause)) for clause in clauses),
        *standing.tasks(corte),
        *pledges.tasks(corte),
        *reviews.tasks(corte),
    ]


def _cash(promised: list[Row]) -> int:
    return sum(pledge.amount or 0 for pledge in promised if pledge.kind == "cash")


def _list_page(portal: Portal) -> Page:
    corte = portal.corte
    agreement = corte.package.by_key("agreements").get(corte.plan.agreement)
    clauses = corte.table("clauses")
    rows = []
    for clause in clauses:
        promised = corte.pledges_of_clause.get(clause.clause, [])
        in_kind = sum(pledge.kind == "in_kind" for pledge in promised)
        projects = {row.project for pledge in promised for row in corte.projects_of_pledge.get(pledge.pledge, [])}
        rows.append(
            ClauseRow(
                code=clause.clause,
                title=names.localized_name(clause, "title"),
                href=portal.to(corte.clause_folder(clause.clause)),
                text=names.localized_name(clause, "text"),
                cash=formats.pesos(_cash(promised)) if any(pledge.kind == "cash" for pledge in promised) else "",
                in_kind=ngettext("%(n)s aporte en especie", "%(n)s aportes en especie", in_kind) % {"n": in_kind}
                if in_kind
                else "",
                projects=ngettext("%(n)s proyecto", "%(n)s proyectos", len(projects)) % {"n": len(projects)}
                if projects
                else "",
            )
        )
    return Page(
        template="portal/commitments.html",
        shows_clauses=True,
        section="compromisos",
        title=gettext("El acuerdo"),
        heading=states.finding(corte) or finding(corte),
        description=gettext("A qué se obligaron los firmantes del acuerdo, quién prometió qué y qué muestra el plan."),
        content={
            "agreement": agreement,
            "agreement_title": names.localized_name(agreement, "title") if agreement else "",
            "agreement_summary": names.localized_name(agreement, "summary") if agreement else "",
            "signed": formats.long_date(agreement.signed_on) if agreement else "",
            "count": ngettext("%(n)s compromiso", "%(n)s compromisos", len(clauses))
            % {"n": formats.number(len(clauses))},
            "rows": rows,
            "told": standing.told(corte),
            "matrix": states.matrix(portal),
            "promises": finding(corte) if corte.clause_states else "",
            "text_href": portal.to(standing.TEXT) if corte.text else "",
            "to_do_href": portal.to(standing.TO_DO) if corte.clause_states else "",
            "stands": standing.signatory_table(portal) if corte.clause_states else None,
            "succeeds": agreement.succeeds_title if agreement else "",
            "signatories": None if corte.clause_states else signatory_table(portal),
            "paraphrase": standing.is_paraphrase(corte),
            "looked_back": reviews.looked_back(portal),
        },
    )


def finding(corte: Corte) -> str:
    """How many of the promises have anything verified: an indicator's figure, or means that somebody saw delivered."""
    promised = [row for row in corte.pledges.values() if row.state in ("", None, *standing.COUNTED_PLEDGES)]
    if not promised:
        return gettext("Nadie ha registrado promesas concretas bajo este acuerdo")
    return ngettext(
        "Hay algo verificado en %(ok)s de %(n)s promesa concreta",
        "Hay algo verificado en %(ok)s de %(n)s promesas concretas",
        len(promised),
    ) % {
        "ok": formats.number(sum(pledges.any_verified(corte, pledge) for pledge in promised)),
        "n": formats.number(len(promised)),
    }


def signatory_table(portal: Portal) -> Table:
    """By signatory: cash in pesos, and in kind as a count. The two are never added together."""
    corte = portal.corte

    def promised(signatory: Row, kind: str) -> list[Row]:
        return [pledge for pledge in corte.pledges_of_entity.get(signatory.entity, []) if pledge.kind == kind]

    def cash(signatory: Row) -> str:
        pledges = promised(signatory, "cash")
        return formats.number(_cash(pledges)) if pledges else "—"

    def in_kind(signatory: Row) -> str:
        pledges = promised(signatory, "in_kind")
        return (
            joined(formats.measure(pledge.quantity, pledge.unit) for pledge in pledges if pledge.quantity is not None)
            or "—"
        )

    actions = number_column(gettext("Acciones"), lambda signatory: len(promised(signatory, "action")))
    return Table.of(
        corte.table("signatories"),
        Column(gettext("Firmante"), cell=lambda signatory: portal.entity_link(signatory.entity)),
        Column(gettext("Prometió en dinero"), numeric=True, unit=gettext("pesos"), cell=cash),
        Column(gettext("Prometió en especie"), cell=in_kind),
        *([actions] if any(pledge.kind == "action" for pledge in corte.pledges.values()) else []),
    )


def _clause_page(clause: Row, portal: Portal) -> Page:
    promised = portal.corte.pledges_of_clause.get(clause.clause, [])
    projects = {
        row.project: row for pledge in promised for row in portal.corte.projects_of_pledge.get(pledge.pledge, [])
    }
    title = names.name_of(clause, "title")
    return Page(
        template="portal/commitment.html",
        shows_clauses=True,
        section="compromisos",
        title=f"{clause.clause}. {title}",
        description=names.shortened(names.name_of(clause, "text"), 300),
        trail=[Link(gettext("El acuerdo"), portal.to(FOLDER))],
        content={
            "clause": clause,
            "heading": names.localized_name(clause, "title"),
            "text": names.localized_name(clause, "text"),
            "pledges": [pledge_line(portal, pledge) for pledge in promised],
            "pledges_title": _pledges_title(promised),
            "projects": [
                figures.project_row(portal, row, id=f"p{n}")
                for n, row in enumerate(list(projects.values())[:PROJECTS_SHOWN])
            ],
            "paraphrase": standing.is_paraphrase(portal.corte),
            "shows": _shows(portal),
            "states": states.lines_of_clause(portal, clause.clause) if portal.corte.clause_states else [],
            "states_told": states.counts_told(portal.corte, clause.clause) if portal.corte.clause_states else "",
            "milestones": _milestones(portal, clause.clause),
            "of_the_table": coverage(portal.corte) if clause.measured == "table" else "",
        },
    )


def _milestones(portal: Portal, clause: str) -> list[tuple[Text, str, str, str]]:
    """Who did what, when, and what another entity found; newest first."""
    rows = [row for row in portal.corte.table("milestones") if row.clause == clause]
    return [
        (
            portal.entity_link(row.entity),
            joined([row.title, row.instance, label_of(Rung, row.rung) if row.rung else ""]),
            formats.long_date(row.reached_on),
            label_of(MilestoneState, row.state),
        )
        for row in sorted(rows, key=lambda row: row.reached_on, reverse=True)[:MILESTONES_SHOWN]
    ]


def _pledges_title(promised: list[Row]) -> str:
    if not promised:
        return gettext("Nadie ha registrado promesas concretas bajo este compromiso")
    return ngettext("%(n)s promesa concreta", "%(n)s promesas concretas", len(promised)) % {
        "n": formats.number(len(promised))
    }


def _shows(portal: Portal) -> list[SafeString]:
    """The sections of this corte where anyone can see whether the commitment is kept."""
    return [
        portal.link("indicadores/", gettext("Qué se reportó y qué se verificó de cada indicador")),
        portal.link("entidades/", gettext("Cómo cumple cada entidad con lo que reporta")),
        portal.link("datos/", gettext("Los datos abiertos del corte")),
    ]
