"""The agreement itself: yearly reviews that only the table closes, and what the one before left unanswered."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from concierta.evaluation import queries as evaluation
from concierta.evaluation.enums import YearlyReviewState
from concierta.evaluation.models import ReviewCell
from concierta.evaluation.queries.yearly import read_whole
from concierta.mesa.enums import ItemSource
from concierta.mesa.proposals import AgendaProposal
from concierta.steering.queries.agenda.situation import Situation


def reviews_to_close(situation: Situation) -> Iterator[AgendaProposal]:
    """Those in which nobody has time left to assess itself, the oldest first."""
    under_way = ReviewCell.objects.filter(
        review__agreement=situation.mesa.agreement_id,
        review__state=YearlyReviewState.OPEN,
        review__assess_by__lt=situation.on,
    )
    by_year: dict[int, list[ReviewCell]] = defaultdict(list)
    for cell in read_whole(under_way):
        by_year[cell.review.year].append(cell)
    for year, cells in sorted(by_year.items()):
        told = evaluation.progress(cells)
        yield AgendaProposal(
            ItemSource.AGREEMENT,
            f"yearly_review:{year}",
            gettext("Cerrar la revisión del acuerdo en %(year)s") % {"year": year},
            ngettext(
                "%(assessed)s de %(cells)s caso con autoevaluación, %(coded)s con la mirada de otra entidad.",
                "%(assessed)s de %(cells)s casos con autoevaluación, %(coded)s con la mirada de otra entidad.",
                told.cells,
            )
            % {"assessed": told.assessed, "cells": told.cells, "coded": told.coded},
        )


def points_to_answer(situation: Situation) -> Iterator[AgendaProposal]:
    """One matter for all of them, with their numbers."""
    points = list(evaluation.points_to_answer(situation.mesa.agreement))
    missing = evaluation.unanswered(points)
    if missing:
        yield AgendaProposal(
            ItemSource.AGREEMENT,
            "close_out:previous",
            gettext("Responder lo que dejó el acuerdo anterior"),
            ngettext(
                "%(n)s de %(all)s punto sigue sin respuesta: %(numbers)s.",
                "%(n)s de %(all)s puntos siguen sin respuesta: %(numbers)s.",
                len(points),
            )
            % {"n": len(missing), "all": len(points), "numbers": ", ".join(str(one.number) for one in missing)},
        )
