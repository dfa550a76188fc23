"""How much of the plan the Mesa reviewed this year, and what it found of each project."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from concierta.evaluation.enums import ReviewFinding
from concierta.web.kit import formats
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.mesa import links
from concierta.web.portal.page import Text
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """`finding` and `words` are empty where the law reserves them."""

    session: Text
    finding: str
    words: str


def coverage(corte: Corte) -> str:
    """ "La mesa ha revisado 12 de 55 proyectos este año, el 61 % de los pesos"; "" in a corte that does not say."""
    row = next(iter(corte.table("review_coverage")), None)
    if row is None or not row.projects:
        return ""
    counts = {
        "reviewed": formats.number(row.reviewed),
        "projects": formats.number(row.projects),
        "year": row.year,
        "share": formats.percent(row.share_of_pesos),
    }
    if row.share_of_pesos is None:
        return (
            ngettext(
                "La mesa ha revisado %(reviewed)s de %(projects)s proyecto en %(year)s.",
                "La mesa ha revisado %(reviewed)s de %(projects)s proyectos en %(year)s.",
                row.projects,
            )
            % counts
        )
    return (
        ngettext(
            "La mesa ha revisado %(reviewed)s de %(projects)s proyecto en %(year)s, el %(share)s de los pesos.",
            "La mesa ha revisado %(reviewed)s de %(projects)s proyectos en %(year)s, el %(share)s de los pesos.",
            row.projects,
        )
        % counts
    )


def review_lines(portal: Portal, project: str) -> list[ReviewLine]:
    """The newest first."""
    rows = portal.corte.reviews_of_project.get(project, [])
    return [_line(portal, row) for row in sorted(rows, key=lambda row: row.session, reverse=True)]


def _line(portal: Portal, row: Row) -> ReviewLine:
    finding = label_of(ReviewFinding, row.finding) if row.finding else gettext("Reservado por ley")
    return ReviewLine(links.session_link(portal, row.session), finding, row.words)
