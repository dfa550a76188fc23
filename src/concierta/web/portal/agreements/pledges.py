"""A promise of a signatory: measured like any indicator, or told by who promised and then by the table."""

from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext

from concierta.agreements.enums import Ambition, DelayCause, PledgeState
from concierta.reporting.enums import Rating
from concierta.web.kit import formats
from concierta.web.portal import figures, names, words
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.evaluation.risks import risk_lines
from concierta.web.portal.mesa import amendments, links
from concierta.web.portal.page import Fact, Link, ListRow, Page, Task, Text, joined
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of

FOLDER = "compromisos/"


@dataclass(frozen=True, slots=True)
class PledgeLine:
    """One promise as a line; `amount` is money, or a quantity with its own unit, never the two added."""

    code: str
    text: str
    href: str
    who: Text
    kind: str
    amount: str
    due: str
    origin: str
    source: str
    standing: Text
    bars: list[ListRow]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Two views beside each other: neither replaces the other."""

    period: str
    rating: str
    text: str
    made: str
    opinion: str
    opinion_text: str
    decision: Text


def tasks(corte: Corte) -> list[Task]:
    return [Task(corte.pledge_folder(row.pledge), partial(_pledge_page, row)) for row in corte.pledges.values()]


def pledge_line(portal: Portal, pledge: Row) -> PledgeLine:
    corte = portal.corte
    return PledgeLine(
        code=pledge.code,
        text=names.localized_name(pledge, "text"),
        href=portal.to(corte.pledge_folder(pledge.pledge)),
        who=portal.entity_link(pledge.entity),
        kind=words.pledge_kind(pledge.kind),
        amount=amount_of(pledge),
        due=gettext("para el %(date)s") % {"date": formats.long_date(pledge.due_on)} if pledge.due_on else "",
        origin=pledge.origin,
        source=pledge.source,
        standing=joined([_not_counted(pledge), standing(corte, pledge)]),
        bars=[
            figures.indicator_row(portal, row, id=f"m{row.indicator}", with_entity=False)
            for row in corte.indicators_of_pledge.get(pledge.pledge, [])
        ],
    )


def _not_counted(pledge: Row) -> str:
    """Says of a promise that nobody can be held to what it is; "" of one that counts."""
    counts = ("", None, "standing", "documented")
    return "" if pledge.state in counts else f"{label_of(PledgeState, pledge.state)}."


def amount_of(pledge: Row) -> str:
    if pledge.kind == "cash":
        return formats.pesos(pledge.amount)
    return "" if pledge.quantity is None else formats.measure(pledge.quantity, pledge.unit)


def standing(corte: Corte, pledge: Row) -> str:
    """How it is, by whoever may say so: a verified figure, or the signatory's word and the table's; "" for nobody."""
    if corte.indicators_of_pledge.get(pledge.pledge):
        return ""
    assessments = corte.assessments_of.get(pledge.pledge, [])
    if not assessments:
        return delivered(corte, pledge) or gettext("Todavía nadie ha dicho cómo va.")
    last = assessments[0]
    first = gettext("Quien la prometió dice, al %(period)s: %(rating)s.") % {
        "period": formats.period(last.period),
        "rating": label_of(Rating, last.rating).lower(),
    }
    if not last.opinion:
        return f"{first} " + gettext("La mesa todavía no ha opinado.")
    return f"{first} " + gettext("La mesa opina: %(opinion)s.") % {"opinion": label_of(Rating, last.opinion).lower()}


def any_verified(corte: Corte, pledge: Row) -> bool:
    """True if somebody saw anything of it: a verified figure of its indicators, or means that were delivered."""
    means = corte.package.grouped("contributions", "pledge").get(pledge.pledge, [])
    measured = corte.indicators_of_pledge.get(pledge.pledge, [])
    return any(row.verified_amount or row.verified_quantity for row in means) or any(
        row.verified_value for indicator in measured for row in corte.measurements_of.get(indicator.indicator, [])
    )


def delivered(corte: Corte, pledge: Row) -> str:
    """What was verified of the means it brings, cash and each unit in kind apart; "" where it brings none."""
    parts = []
    for row in corte.package.grouped("contributions", "pledge").get(pledge.pledge, []):
        if row.form == "cash":
            amounts = (formats.pesos(row.verified_amount), formats.pesos(row.amount))
        else:
            amounts = (formats.number(row.verified_quantity), formats.measure(row.quantity, row.unit))
        parts.append(
            gettext("Entregado y verificado: %(verified)s de %(offered)s.")
            % {"verified": amounts[0], "offered": amounts[1]}
        )
    return " ".join(parts)


def _pledge_page(pledge: Row, portal: Portal) -> Page:
    corte = portal.corte
    code, text = pledge.pledge, names.name_of(pledge, "text")
    clause = corte.package.by_key("clauses")[pledge.clause]
    indicators = corte.indicators_of_pledge.get(code, [])
    facts: list[Fact] = [
        (gettext("Quién prometió"), portal.entity_link(pledge.entity)),
        (gettext("Qué aporta"), words.pledge_kind(pledge.kind)),
        (gettext("Cuánto"), amount_of(pledge) or gettext("No es dinero ni una cantidad")),
        (gettext("Para cuándo"), formats.long_date(pledge.due_on) if pledge.due_on else gettext("Sin fecha")),
        *_life(portal, pledge),
    ]
    return Page(
        template="portal/pledge.html",
        section="compromisos",
        title=names.shortened(text, 200),
        description=names.shortened(f"{text} {standing(corte, pledge)}", 300),
        trail=[
            Link(gettext("El acuerdo"), portal.to(FOLDER)),
            Link(f"{pledge.clause}. {names.name_of(clause, 'title')}", portal.to(corte.clause_folder(pledge.clause))),
        ],
        content={
            "pledge": pledge,
            "text": names.localized_name(pledge, "text"),
            "standing": standing(corte, pledge),
            "indicators": [
                figures.indicator_row(portal, row, id=f"i{n}", with_entity=False) for n, row in enumerate(indicators)
            ],
            "assessments": [_assessment(portal, row) for row in corte.assessments_of.get(code, [])],
            "facts": facts,
            "duties": portal.duties("pledge", code),
            "projects": [
                figures.project_row(portal, row, id=f"p{n}")
                for n, row in enumerate(corte.projects_of_pledge.get(code, []))
            ],
            "risks": risk_lines(portal, corte.risks_of_pledge.get(code, [])),
            "changes": amendments.noted(portal, corte.changes_about.get(("pledge", code), [])),
        },
    )


def _life(portal: Portal, pledge: Row) -> list[Fact]:
    """Who stands by it, what will be seen, what it waits for and why it is late; nothing in a corte older than that."""
    if not pledge.state:
        return []
    facts: list[Fact] = [(gettext("En qué va"), label_of(PledgeState, pledge.state))]
    if pledge.milestone:
        facts.append((gettext("Qué se verá cuando se cumpla"), pledge.milestone))
    if pledge.ambition:
        told = label_of(Ambition, pledge.ambition)
        facts.append((gettext("Ambición, según otra entidad"), told))
    if pledge.depends_on:
        other = portal.corte.pledges.get(pledge.depends_on)
        whose = portal.entity_link(other.entity) if other else ""
        named = portal.link(portal.corte.pledge_folder(pledge.depends_on), pledge.depends_on)
        facts.append((gettext("Espera una promesa de"), joined([whose, named])))
    if pledge.waits_for:
        facts.append((gettext("Espera"), pledge.waits_for))
    facts += [
        (
            gettext("Por qué va tarde (%(date)s)") % {"date": formats.long_date(delay.told_on)},
            joined(
                [
                    label_of(DelayCause, delay.cause),
                    gettext("Próximo paso, para el %(date)s: %(step)s")
                    % {"date": formats.long_date(delay.next_on), "step": delay.next_step},
                ]
            ),
        )
        for delay in portal.corte.delays_of.get(pledge.pledge, [])
    ]
    return facts


def _assessment(portal: Portal, row: Row) -> Assessment:
    return Assessment(
        period=formats.period(row.period),
        rating=label_of(Rating, row.rating),
        text=row.text,
        made=formats.long_date(row.made_on),
        opinion=label_of(Rating, row.opinion) if row.opinion else "",
        opinion_text=row.opinion_text,
        decision=links.decision_and_vote(portal, row.opinion_decision) if row.opinion_decision else "",
    )
