"""What acts put on record of yearly reviews and of close-outs, to be held against their rows."""

from typing import Any

from concierta.evaluation.models import (
    CellAssessment,
    CellCoding,
    CloseOutAnswer,
    CloseOutPoint,
    ReviewDissent,
    YearlyReview,
)
from concierta.evaluation.queries.close_out import answer_subject, point_subject
from concierta.evaluation.queries.yearly import cell_subject, cells_sha256, review_subject
from concierta.evaluation.workflow import YEARLY_WORKFLOW
from concierta.kernel.decimals import plain
from concierta.ledger.queries import Words
from concierta.ledger.recorded import Recorded

_REVIEWS = Recorded[YearlyReview](
    kinds={"review.opened": YEARLY_WORKFLOW.initial, **YEARLY_WORKFLOW.states_after},
    rows=YearlyReview.objects.order_by("pk")
    .select_related("agreement", "decision")
    .prefetch_related("cells__review", "cells__clause", "cells__signatory__entity"),
    key=lambda one: ("", review_subject(one)),
    row_name=lambda one: f"La revisión de {one.year} del acuerdo «{one.agreement.slug}»",
    columns={
        "assess_by": lambda one: one.assess_by,
        "cells": lambda one: len(one.cells.all()),
        "cells_sha256": lambda one: cells_sha256(one.cells.all()),
        "decision": lambda one: one.decision.number if one.decision else None,
        "double_share": lambda one: plain(one.double_share),
        "doubled": lambda one: sum(cell.doubled for cell in one.cells.all()),
        "seed": lambda one: one.seed,
        "state": lambda one: one.state,
    },
)
_OF_A_CELL = ("cell__review__agreement", "cell__clause", "cell__signatory__entity")
_ASSESSMENTS = Recorded[CellAssessment](
    kinds={"review.assessed": None},
    rows=CellAssessment.objects.order_by("pk").select_related(*_OF_A_CELL),
    key=lambda one: ("", cell_subject(one.cell)),
    row_name=lambda one: f"La autoevaluación {one.cell.key}",
    columns={"rating": lambda one: one.rating, "words_sha256": lambda one: Words(one.words)},
)
_CODINGS = Recorded[CellCoding](
    kinds={"review.coded": None},
    named_by=("subject", "turn"),
    rows=CellCoding.objects.order_by("pk").select_related(*_OF_A_CELL, "entity"),
    key=lambda one: ("", cell_subject(one.cell), one.turn),
    name=lambda _plan, subject, turn: f"La valoración {turn} de {subject}",
    row_name=lambda one: f"La valoración {one.turn} de {one.cell.key}",
    columns={
        "coder": lambda one: one.entity.code,
        "rating_sha256": lambda one: Words(one.rating),
        "words_sha256": lambda one: Words(one.words),
    },
)
_DISSENTS = Recorded[ReviewDissent](
    kinds={"review.dissented": None},
    named_by=("subject", "entity"),
    rows=ReviewDissent.objects.order_by("pk").select_related("review__agreement", "signatory__entity"),
    key=lambda one: ("", review_subject(one.review), one.signatory.entity.code),
    name=lambda _plan, subject, entity: f"El disenso de {entity} en {subject}",
    columns={"words_sha256": lambda one: Words(one.words)},
)
_POINTS = Recorded[CloseOutPoint](
    kinds={"close_out.point_left": None},
    rows=CloseOutPoint.objects.order_by("pk").select_related("agreement", "decision"),
    key=lambda one: ("", point_subject(one)),
    row_name=lambda one: f"El punto {one.number} del cierre de «{one.agreement.slug}»",
    columns={
        "decision": lambda one: one.decision.number,
        "kind": lambda one: one.kind,
        "text_sha256": lambda one: Words(one.text),
    },
)
_ANSWERS = Recorded[CloseOutAnswer](
    kinds={"close_out.answered": None},
    rows=CloseOutAnswer.objects.order_by("pk").select_related("point__agreement__successor"),
    key=lambda one: ("", answer_subject(one)),
    row_name=lambda one: f"La respuesta al punto {one.point.number} del cierre de «{one.point.agreement.slug}»",
    columns={
        "article": lambda one: one.article,
        "reply": lambda one: one.reply,
        "words_sha256": lambda one: Words(one.words),
    },
)

LOOKED_BACK: tuple[Recorded[Any], ...] = (_REVIEWS, _ASSESSMENTS, _CODINGS, _DISSENTS, _POINTS, _ANSWERS)
