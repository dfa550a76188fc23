"""The decisions of the table, and for each what it changed: the way from a number to its vote, and back."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from concierta.mesa.enums import Majority, Quorum
from concierta.reporting.enums import Rating
from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.mesa import action_items, amendments, links
from concierta.web.portal.mesa.voting import ballot
from concierta.web.portal.page import TABLE_ROWS, Link, Page, Part, Task, Text, list_tasks
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of

FOLDER = f"{links.FOLDER}decisiones/"
#: Words of a decision that fit as a title.
SHORT = 160


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that a decision did, with the link to where it is seen."""

    what: str
    where: Text


def newest_first(corte: Corte) -> list[Row]:
    return list(reversed(corte.table("decisions")))


def words_of(decision: Row) -> str:
    return decision.text or gettext("Decisión de un punto reservado por ley: se publica que se tomó y su votación")


def tasks(corte: Corte) -> list[Task]:
    return [
        *list_tasks(FOLDER, newest_first(corte), TABLE_ROWS, _list_page),
        *(Task(corte.decision_folder(row.decision), partial(_decision_page, row)) for row in corte.decisions.values()),
    ]


def decision_table(portal: Portal, decisions: Iterable[Row]) -> Table:
    corte = portal.corte

    def link(decision: Row) -> Text:
        address = portal.to(corte.decision_folder(decision.decision))
        return format_html('<a class="nowrap" href="{}">{}</a>', address, decision.decision)

    return Table.of(
        decisions,
        Column(gettext("Decisión"), cell=link),
        Column(gettext("Qué se decidió"), cell=lambda row: in_spanish(names.shortened(row.text, 200)) or words_of(row)),
        Column(gettext("Cuándo"), cell=lambda row: links.session_link(portal, row.session)),
        Column(gettext("Votación"), cell=lambda row: links.tally(corte.motions[row.session, row.motion])),
    )


def _list_page(part: Part[Row], portal: Portal) -> Page:
    total = len(portal.corte.table("decisions"))
    finding = ngettext("La mesa ha tomado %(n)s decisión", "La mesa ha tomado %(n)s decisiones", total)
    return Page(
        template="portal/mesa/list.html",
        section="mesa",
        title=gettext("Decisiones de la mesa"),
        description=gettext("Cada decisión de la mesa, con su votación y lo que cambió."),
        trail=[Link(gettext("Mesa"), portal.to(links.FOLDER))],
        content={
            "finding": finding % {"n": formats.number(total)} if total else gettext("La mesa no ha tomado decisiones"),
            "lead": gettext(
                "Una decisión no se edita: otra la cambia. Cada una lleva a su votación y a lo que cambió."
            ),
            "table": decision_table(portal, part.items) if total else None,
            "sheet": part.sheet(portal),
        },
    )


def _decision_page(decision: Row, portal: Portal) -> Page:
    corte = portal.corte
    number, text = decision.decision, words_of(decision)
    adopted = corte.amendments_of_decision.get(number, [])
    return Page(
        template="portal/mesa/decision.html",
        section="mesa",
        title=gettext("Decisión %(number)s") % {"number": number},
        description=names.shortened(text, 300),
        trail=[Link(gettext("Mesa"), portal.to(links.FOLDER)), Link(gettext("Decisiones"), portal.to(FOLDER))],
        content={
            "heading": _heading(decision),
            "text": text if len(text) > SHORT else "",
            "session": links.session_link(portal, decision.session),
            "ballot": ballot(portal, corte.motions[decision.session, decision.motion], with_decision=False),
            "amendments": [amendments.amendment_line(portal, row, with_decision=False) for row in adopted],
            "effects": effects_of(portal, number),
            "tasks": [
                action_items.task_line(portal, row) for row in corte.table("action_items") if row.decision == number
            ],
            "check": links.check_link(portal, decision),
        },
    )


def _heading(decision: Row) -> Text:
    """Its own words where they are few."""
    if len(words_of(decision)) > SHORT:
        return gettext("Decisión %(number)s") % {"number": decision.decision}
    return in_spanish(decision.text) or words_of(decision)


def effects_of(portal: Portal, number: str) -> list[Effect]:
    """What else came of it: measures adopted or judged, rules, opinions on promises."""
    corte = portal.corte
    effects: list[Effect] = []
    for measure in corte.measures.values():
        if measure.decision == number:
            effects.append(Effect(gettext("Adoptó una medida de ajuste"), links.measure_link(portal, measure)))
        if measure.evaluation_decision == number:
            effects.append(Effect(gettext("Juzgó una medida de ajuste"), links.measure_link(portal, measure)))
    effects += [
        Effect(gettext("Cambió las reglas de la mesa desde el %(date)s")
               % {"date": formats.long_date(rules.effective_on)}, rules_in_words(rules))
        for rules in corte.rules.values()
        if rules.decision == number
    ]  # fmt: skip
    effects += [
        Effect(
            gettext("Opinó sobre una promesa: %(opinion)s") % {"opinion": label_of(Rating, row.opinion).lower()},
            links.part_link(portal, "pledge", row.pledge),
        )
        for row in corte.table("self_assessments")
        if row.opinion_decision == number
    ]
    return effects


def rules_in_words(rules: Row) -> str:
    """One version of the rules in a sentence."""
    sentences = [
        ngettext(
            "Se convoca con %(n)s día hábil de antelación.",
            "Se convoca con %(n)s días hábiles de antelación.",
            rules.notice_days,
        )
        % {"n": formats.number(rules.notice_days)},
        gettext("Hay quórum con %(quorum)s. Se decide por %(majority)s.")
        % {"quorum": label_of(Quorum, rules.quorum).lower(), "majority": label_of(Majority, rules.majority).lower()},
        ngettext(
            "Hay una sesión ordinaria al menos cada mes.",
            "Hay una sesión ordinaria al menos cada %(n)s meses.",
            rules.period_months,
        )
        % {"n": formats.number(rules.period_months)},
    ]
    if rules.delegations_per_person is not None:
        sentences.append(
            ngettext(
                "Una persona puede hablar por delegación de %(n)s entidad.",
                "Una persona puede hablar por delegación de hasta %(n)s entidades.",
                rules.delegations_per_person,
            )
            % {"n": formats.number(rules.delegations_per_person)}
        )
    return " ".join(sentences)
