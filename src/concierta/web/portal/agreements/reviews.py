"""What the agreement looks back on: its yearly reviews, promises by year, and what the one before left."""

from collections import Counter
from dataclasses import dataclass
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.evaluation.clause_words import state_name
from concierta.evaluation.enums import CellRating, CloseOutKind, CloseOutReply, YearlyReviewState
from concierta.web.kit import formats
from concierta.web.kit.checking import review_agreement_words
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names
from concierta.web.portal.agreements.vintages import vintage_lines
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.mesa import links
from concierta.web.portal.page import ROWS, Link, Page, Part, Task, Text, joined, list_tasks
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of

FOLDER = "compromisos/"
#: Where nobody has spoken, or nobody is to: never a blank.
_SILENCES = {
    "under_way": lambda: gettext("Todavía no"),
    "not_assessed": lambda: gettext("No se autoevaluó"),
    "not_coded": lambda: gettext("Nadie la valoró"),
    "not_drawn": lambda: "",
    "unanswered": lambda: gettext("Sin respuesta"),
    "not_asked": lambda: gettext("Para el acuerdo que siga"),
}
#: The same where they are counted: "3 sin autoevaluación".
_COUNTED = {
    "under_way": lambda: gettext("todavía sin decir"),
    "not_assessed": lambda: gettext("sin autoevaluación"),
    "not_coded": lambda: gettext("sin valorar"),
}


@dataclass(frozen=True, slots=True)
class View:
    """What somebody sees of a signatory before a commitment, who it is and why."""

    who: Text
    word: str
    words: str


@dataclass(frozen=True, slots=True)
class CellLine:
    """`views`: what was computed, what the signatory says, then what others see."""

    who: Text
    views: list[View]


def tasks(corte: Corte) -> list[Task]:
    """A page for each review, and in it one for each commitment."""
    pages = []
    cells = corte.package.grouped("yearly_review_cells", "year", "clause")
    for review in corte.table("yearly_reviews"):
        pages.append(Task(_folder(review), partial(_review_page, review)))
        for clause in corte.table("clauses"):
            rows = cells.get((review.year, clause.clause), [])
            if rows:
                folder = _clause_folder(corte, review, clause.clause)
                pages += list_tasks(folder, rows, ROWS, partial(_clause_page, review, clause))
    return pages


def _folder(review: Row) -> str:
    return f"{FOLDER}revision-{review.year}/"


def _clause_folder(corte: Corte, review: Row, clause: str) -> str:
    return _folder(review) + corte.clause_folder(clause).removeprefix(FOLDER)


def looked_back(portal: Portal) -> dict[str, object]:
    """What the page of the agreement says of all of it; parts are empty in a corte that has none."""
    corte = portal.corte
    points = corte.table("close_out_points")
    return {
        "vintages": vintage_lines(corte),
        "reviews": [
            portal.link(_folder(row), gettext("Revisión de %(year)s") % {"year": row.year})
            for row in corte.table("yearly_reviews")
        ],
        "close_out": close_out_told(corte),
        "points": _points_table(points) if points else None,
    }


def close_out_told(corte: Corte) -> str:
    """ "3 de 7 puntos del cierre anterior siguen sin respuesta"; "" where nothing was inherited."""
    inherited = [row for row in corte.table("close_out_points") if row.reply != "not_asked"]
    missing = sum(row.reply == "unanswered" for row in inherited)
    if not inherited:
        return ""
    if not missing:
        return gettext("Todo lo que dejó el acuerdo anterior tiene respuesta.")
    return ngettext(
        "%(n)s de %(all)s punto del cierre anterior sigue sin respuesta.",
        "%(n)s de %(all)s puntos del cierre anterior siguen sin respuesta.",
        len(inherited),
    ) % {"n": formats.number(missing), "all": formats.number(len(inherited))}


def _points_table(points: list[Row]) -> Table:
    def answer(row: Row) -> str:
        if row.reply in _SILENCES:
            return _SILENCES[row.reply]()
        return joined([label_of(CloseOutReply, row.reply), row.article, row.words])

    return Table.of(
        points,
        Column(gettext("Punto"), cell=lambda row: f"{row.number}. {row.text}"),
        Column(gettext("Clase"), cell=lambda row: label_of(CloseOutKind, row.kind)),
        Column(gettext("Qué hace de él el acuerdo que sigue"), cell=answer),
    )


def _review_page(review: Row, portal: Portal) -> Page:
    corte = portal.corte
    cells = [row for row in corte.table("yearly_review_cells") if row.year == review.year]
    interval = None if review.kappa_low is None else (review.kappa_low, review.kappa_high)
    closed = review.state == YearlyReviewState.CLOSED
    return Page(
        template="portal/yearly_review.html",
        shows_clauses=True,
        section="compromisos",
        title=gettext("Revisión del acuerdo en %(year)s") % {"year": review.year},
        heading=finding(review),
        description=gettext(
            "Lo que se calculó de cada firmante, lo que dice de sí misma y lo que ven otras entidades."
        ),
        trail=[Link(gettext("El acuerdo"), portal.to(FOLDER))],
        content={
            "state": label_of(YearlyReviewState, review.state),
            "decision": links.decision_link(portal, review.decision) if review.decision else "",
            "between": review_agreement_words(review.coded_twice, review.agreed, review.kappa, interval)
            if closed
            else gettext("Lo que ven otras entidades se publica cuando la mesa cierra la revisión."),
            "drawn": ngettext(
                "Se sorteó %(n)s para dos entidades, con la frase «%(phrase)s».",
                "Se sortearon %(n)s para dos entidades, con la frase «%(phrase)s».",
                review.doubled,
            )
            % {"n": formats.number(review.doubled), "phrase": review.phrase},
            "clauses": [
                (
                    portal.link(
                        _clause_folder(corte, review, clause.clause),
                        f"{clause.clause}. {names.name_of(clause, 'title')}",
                    ),
                    _counted([row.rating for row in found]),
                    _counted([row.coded for row in found]),
                )
                for clause in corte.table("clauses")
                if (found := [row for row in cells if row.clause == clause.clause])
            ],
            "dissents": [
                (portal.entity_link(row.entity), row.words)
                for row in corte.table("review_dissents")
                if row.year == review.year
            ],
        },
    )


def finding(review: Row) -> str:
    """ "Revisión de 2025: 40 de 44 casos con autoevaluación, 12 con la mirada de otra entidad"."""
    counts = {name: formats.number(getattr(review, name)) for name in ("assessed", "cells", "coded")}
    return ngettext(
        "Revisión de %(year)s: %(assessed)s de %(cells)s caso con autoevaluación, %(coded)s con la mirada de otra "
        "entidad",
        "Revisión de %(year)s: %(assessed)s de %(cells)s casos con autoevaluación, %(coded)s con la mirada de otra "
        "entidad",
        review.cells,
    ) % {"year": review.year, **counts}


def _word(rating: str) -> str:
    return _SILENCES[rating]() if rating in _SILENCES else label_of(CellRating, rating)


def _counted(ratings: list[str]) -> str:
    """ "7 se cumple · 2 sin autoevaluación", in the order of the words."""
    counts = Counter(ratings)
    words = {rating.value: str(rating.label).lower() for rating in CellRating}
    words |= {silence: word() for silence, word in _COUNTED.items()}
    return " · ".join(f"{formats.number(counts[rating])} {word}" for rating, word in words.items() if counts[rating])


def _clause_page(review: Row, clause: Row, part: Part[Row], portal: Portal) -> Page:
    title = f"{clause.clause}. {names.name_of(clause, 'title')}"
    return Page(
        template="portal/review_cells.html",
        section="compromisos",
        title=gettext("%(clause)s en la revisión de %(year)s") % {"clause": title, "year": review.year},
        heading=names.localized_name(clause, "title"),
        description=gettext("Cómo se ve cada firmante ante este compromiso, y cómo la ven otras entidades."),
        trail=[
            Link(gettext("El acuerdo"), portal.to(FOLDER)),
            Link(gettext("Revisión de %(year)s") % {"year": review.year}, portal.to(_folder(review))),
        ],
        content={"lines": [_line(portal, row) for row in part.items], "sheet": part.sheet(portal)},
    )


def _line(portal: Portal, row: Row) -> CellLine:
    views = [
        View(gettext("Se calculó"), state_name(row.state), ""),
        View(gettext("Dice de sí misma"), _word(row.rating), row.words),
        View(_named(portal, row.coded_by), _word(row.coded), row.coded_words),
    ]
    if row.second != "not_drawn":
        views.append(View(_named(portal, row.second_by), _word(row.second), row.second_words))
    return CellLine(portal.entity_link(row.entity), views)


def _named(portal: Portal, entity: str) -> SafeString | str:
    return portal.entity_link(entity) if entity else gettext("Otra entidad")
