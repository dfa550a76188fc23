"""The yearly reviews of an agreement: one of them, one signatory before one commitment, and what is to be done."""

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from concierta.agreements.queries import agreement_by_slug, signatories_i_speak_for
from concierta.evaluation.clause_words import state_name
from concierta.evaluation.operations import assess_cell, close_review, code_cell, open_review, record_dissent
from concierta.evaluation.permissions import (
    can_assess_cell,
    can_close_review,
    can_code_cell,
    can_dissent,
    can_open_review,
)
from concierta.evaluation.queries import (
    cell_for,
    cells_of,
    cells_to_assess,
    cells_to_code,
    decisions_since,
    dissents_of,
    progress,
    review_for,
    shown_codings,
    yearly_reviews,
)
from concierta.kernel.clock import now, today
from concierta.web.kit.checking import review_agreement_words
from concierta.web.kit.formats import long_date, number
from concierta.web.workspace.acts import Act, acts_view, form_of, why_not
from concierta.web.workspace.evaluation.yearly_forms import DecidedForm, DissentForm, OpenForm, RatingForm
from concierta.web.workspace.shell import SignedInRequest

if TYPE_CHECKING:
    from concierta.evaluation.models import ReviewCell, YearlyReview
    from concierta.evaluation.queries import Progress


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_reviews(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every review of the agreement; its secretariat opens that of a year."""
    agreement = agreement_by_slug(request.user, slug)
    reviews = list(yearly_reviews(request.user, agreement))
    acts = []
    if can_open_review(request.user, agreement):
        acts.append(
            Act(
                "open",
                gettext("Abrir la revisión de un año"),
                gettext("Abrir la revisión"),
                form_of(request, "open", OpenForm),
                lambda given: open_review(agreement=agreement, **given, by=request.user, at=now()),
                gettext("Revisión abierta: cada firmante puede autoevaluarse."),
                kind="primary",
            )
        )
    return acts_view(
        request, "evaluation/yearly_reviews.html", acts, lambda: {"agreement": agreement, "reviews": reviews}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_review(request: SignedInRequest, slug: str, year: int) -> HttpResponse:
    """One review: what waits for whoever reads it, then every case by commitment."""
    review = review_for(request.user, slug, year)
    cells, on = cells_of(review), today()
    mine = {cell.pk for cell in (*cells_to_assess(request.user, cells, on), *cells_to_code(request.user, cells, on))}
    told = progress(cells)

    def context() -> dict[str, Any]:
        return {
            "review": review,
            "finding": finding(review, told),
            "agreement_words": between_words(told) if not review.is_open else "",
            "waiting": [_line(request, cell) for cell in cells if cell.pk in mine],
            "clauses": [
                (clause, [_line(request, cell) for cell in found])
                for clause, found in groupby(cells, key=lambda cell: cell.clause)
            ],
            "dissents": dissents_of(review),
        }

    return acts_view(request, "evaluation/yearly_review.html", _acts(request, review), context)


def _acts(request: SignedInRequest, review: "YearlyReview") -> list[Act]:
    acts = []
    if can_close_review(request.user, review):
        decisions = decisions_since(review)
        acts.append(
            Act(
                "close",
                gettext("Cerrarla con lo que decidió la mesa"),
                gettext("Cerrar la revisión"),
                form_of(request, "close", DecidedForm, decisions=decisions),
                lambda given: close_review(review=review, **given, by=request.user, at=now()),
                gettext("Revisión cerrada: en el próximo corte se publica entera."),
                blocked=""
                if decisions
                else gettext("La mesa no ha decidido nada desde que se abrió: llévela a una sesión y vuelva aquí."),
            )
        )
    speaking = {
        one.entity: one
        for one in signatories_i_speak_for(request.user, review.agreement)
        if can_dissent(request.user, review, one)
    }
    if speaking:
        acts.append(
            Act(
                "dissent",
                gettext("Dejar el disenso de su entidad"),
                gettext("Dejar el disenso"),
                form_of(request, "dissent", DissentForm, entities=speaking),
                lambda given: record_dissent(
                    review=review,
                    signatory=speaking[given["entity"]],
                    words=given["words"],
                    by=request.user,
                    at=now(),
                ),
                gettext("Disenso registrado. Se publica como lo escribió."),
                folded=True,
            )
        )
    return acts


@require_http_methods(["GET", "HEAD", "POST"])
def review_cell(request: SignedInRequest, slug: str, year: int, clause: str, entity: str) -> HttpResponse:
    """A signatory before a commitment: what was computed, what it says and what others see; never what another found
    while somebody may still look second."""
    cell, on = cell_for(request.user, slug, year, clause, entity), today()
    assessing, coding = can_assess_cell(request.user, cell, on), can_code_cell(request.user, cell, on)
    acts = []
    if assessing:
        acts.append(
            Act(
                "assess",
                gettext("Cómo se ve su entidad"),
                gettext("Enviar la autoevaluación"),
                form_of(request, "assess", RatingForm),
                lambda given: assess_cell(cell=cell, **given, by=request.user, at=now()),
                gettext("Autoevaluación enviada."),
                kind="primary",
                words=gettext("Se da una vez y no cambia."),
            )
        )
    if coding:
        acts.append(
            Act(
                "code",
                gettext("Cómo la ve su entidad"),
                gettext("Enviar la valoración"),
                form_of(request, "code", RatingForm),
                lambda given: code_cell(cell=cell, **given, by=request.user, at=now()),
                gettext("Valoración enviada."),
                kind="primary",
                words=gettext("Se da una vez y no cambia. Si otra entidad ya la valoró, usted no ve qué encontró."),
            )
        )
    context = {
        "cell": cell,
        "review": cell.review,
        "computed": state_name(cell.state),
        "assessment": getattr(cell, "assessment", None),
        "silence": silence(cell),
        "codings": shown_codings(request.user, cell),
        "why_not": "" if acts else why_not(coding),
    }
    return acts_view(request, "evaluation/review_cell.html", acts, lambda: context)


def _line(request: SignedInRequest, cell: "ReviewCell") -> dict[str, Any]:
    said = getattr(cell, "assessment", None)
    return {
        "cell": cell,
        "computed": state_name(cell.state),
        "said": said.get_rating_display() if said else silence(cell),
        "seen": [one.get_rating_display() for one in shown_codings(request.user, cell)],
    }


def silence(cell: "ReviewCell") -> str:
    """What is said where the signatory has not spoken: it still may, or it did not."""
    if cell.review.is_open and today() <= cell.review.assess_by:
        return gettext("Tiene hasta el %(date)s") % {"date": long_date(cell.review.assess_by)}
    return gettext("No se autoevaluó")


def finding(review: "YearlyReview", told: "Progress") -> str:
    """ "Revisión de 2025: 40 de 44 casos con autoevaluación, 12 con la mirada de otra entidad"."""
    counts = {
        "year": review.year,
        "assessed": number(told.assessed),
        "cells": number(told.cells),
        "coded": number(told.coded),
    }
    return (
        ngettext(
            "Revisión de %(year)s: %(assessed)s de %(cells)s caso con autoevaluación, %(coded)s con la mirada de otra "
            "entidad",
            "Revisión de %(year)s: %(assessed)s de %(cells)s casos con autoevaluación, %(coded)s con la mirada de otra "
            "entidad",
            told.cells,
        )
        % counts
    )


def between_words(told: "Progress") -> str:
    between = told.between
    return review_agreement_words(between.items, between.agreed, between.kappa, between.interval)
