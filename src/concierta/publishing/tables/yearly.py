"""The yearly reviews of the agreement, as they stood when the corte was published: no cell of them is blank."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from concierta.engines import sampling
from concierta.engines.clauses import ClauseState
from concierta.evaluation.enums import CellRating, YearlyReviewState
from concierta.evaluation.models import CellAssessment, CellCoding, ReviewCell, ReviewDissent, YearlyReview
from concierta.evaluation.queries.yearly import agreement_between, read_whole, review_subject
from concierta.publishing.formats.column import Column
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import (
    act,
    code,
    day,
    decimal,
    decision_by_then,
    entity,
    flag,
    fraction,
    text,
    whole,
    words,
)

#: What stands where nobody has spoken: there is still time, or nobody did, or nobody was to.
UNDER_WAY, NOT_ASSESSED, NOT_CODED, NOT_DRAWN = "under_way", "not_assessed", "not_coded", "not_drawn"
RATINGS = tuple(CellRating.values)


class _Cell(NamedTuple):
    """A cell with what had been said of it; `closed` once the table had closed its review."""

    cell: ReviewCell
    assessment: CellAssessment | None
    codings: Sequence[CellCoding]
    closed: bool
    in_time: bool

    @property
    def rating(self) -> str:
        if self.assessment is not None:
            return self.assessment.rating
        return UNDER_WAY if self.in_time and not self.closed else NOT_ASSESSED

    def coding(self, turn: int) -> CellCoding | None:
        """Nobody reads what the first found while somebody may still look second."""
        return self.codings[turn - 1] if self.closed and len(self.codings) >= turn else None

    def coded(self, turn: int) -> str:
        if turn > self.cell.looks:
            return NOT_DRAWN
        found = self.coding(turn)
        return found.rating if found else NOT_CODED if self.closed else UNDER_WAY


class _Review(NamedTuple):
    """A review with its cells; `state` is the one it had."""

    review: YearlyReview
    state: str
    cells: Sequence[_Cell]

    @property
    def between(self) -> sampling.Agreement:
        """Between the two of each doubled cell, once it was closed."""
        return agreement_between(cell.codings for cell in self.cells if cell.closed)

    def limit(self, side: int) -> object:
        interval = self.between.interval
        return None if interval is None else interval[side]


def _reviews(snapshot: Snapshot) -> list[_Review]:
    """By year; read once a snapshot, for two tables are made of them."""
    known: list[_Review] | None = snapshot.__dict__.get("_yearly_reviews")
    if known is None:
        known = snapshot.__dict__["_yearly_reviews"] = list(_read(snapshot))
    return known


def _read(snapshot: Snapshot) -> Iterable[_Review]:
    record = mesa_record(snapshot)
    opened = YearlyReview.objects.filter(agreement=snapshot.plan.agreement_id, opened_at__lte=record.moment)
    reviews = list(opened.select_related("agreement", "decision").order_by("year"))
    cells: dict[int, list[_Cell]] = {review.pk: [] for review in reviews}
    closed = {review.pk: record.by_then(review.closed_at) is not None for review in reviews}
    for cell in read_whole(ReviewCell.objects.filter(review__in=reviews)):
        said = getattr(cell, "assessment", None)
        cells[cell.review_id].append(
            _Cell(
                cell,
                said if said is not None and record.by_then(said.made_at) else None,
                [one for one in cell.codings.all() if record.by_then(one.made_at)],
                closed[cell.review_id],
                record.today <= cell.review.assess_by,
            )
        )
    for review in reviews:
        state = YearlyReviewState.CLOSED if closed[review.pk] else YearlyReviewState.OPEN
        yield _Review(review, state.value, cells[review.pk])


def _act(row: _Review, snapshot: Snapshot) -> tuple[int | None, str]:
    kind = "review.closed" if row.state == YearlyReviewState.CLOSED else "review.opened"
    return mesa_record(snapshot).acts.on(kind, review_subject(row.review))


YEARLY_REVIEWS = PublishedTable(
    "yearly_reviews",
    "Revisiones anuales del acuerdo",
    "Yearly reviews of the agreement",
    "Cada año: cuántas celdas (una firmante ante un compromiso) se revisaron, cuántas valoró otra entidad y cuántas "
    "dos, y cuánto coinciden las dos (kappa de Cohen con su intervalo del 95 %; vacío: no se puede decir). La muestra "
    "se repite con la frase: la semilla es su SHA-256, y las boletas son de «año/compromiso/entidad».",
    "Each year: how many cells (a signatory before a commitment) were reviewed, how many another entity rated and how "
    "many two, and how far the two agree (Cohen's kappa with its 95 % interval; empty: it cannot be said). The sample "
    "is drawn again with the phrase: the seed is its SHA-256, and tickets are of “year/commitment/entity”.",
    ("year",),
    (
        whole("year", "Año", "Year", required=True, read="review.year"),
        text("state", "Estado", "State", values=tuple(YearlyReviewState.values), required=True),
        day("opened_on", "Se abrió", "Opened", required=True, read="review.opened_at"),
        day("assess_by", "Plazo para autoevaluarse", "Time to self-assess", required=True, read="review.assess_by"),
        whole("cells", "Celdas", "Cells", required=True, read=lambda row, _: len(row.cells)),
        whole("assessed", "Con autoevaluación", "Self-assessed", required=True,
              read=lambda row, _: sum(cell.assessment is not None for cell in row.cells)),
        whole("coded", "Valoradas por otra entidad", "Rated by another entity", required=True,
              read=lambda row, _: sum(bool(cell.codings) for cell in row.cells)),
        whole("doubled", "Sorteadas para dos entidades", "Drawn for two entities", required=True,
              read=lambda row, _: sum(cell.cell.doubled for cell in row.cells)),
        whole("coded_twice", "Valoradas por dos", "Rated by two", required=True,
              read=lambda row, _: sum(len(cell.codings) == 2 for cell in row.cells)),
        fraction("agreed", "Parte en que las dos coinciden", "Share in which the two agree", read="between.agreed"),
        decimal("kappa", "Kappa de las dos", "Kappa of the two", read="between.kappa"),
        decimal("kappa_low", "Kappa: límite inferior", "Kappa: lower limit", read=lambda row, _: row.limit(0)),
        decimal("kappa_high", "Kappa: límite superior", "Kappa: upper limit", read=lambda row, _: row.limit(1)),
        fraction("double_share", "Parte que se sortea para dos", "Share drawn for two", read="review.double_share"),
        words("phrase", "La frase del sorteo, que nadie escogió", "The phrase of the draw, which nobody chose",
              read="review.phrase"),
        code("decision", "Decisión con que la mesa la cerró", "Decision by which the table closed it",
             references="decisions.decision", read=decision_by_then("review.decision_id")),
        day("closed_on", "Se cerró", "Closed",
            read=lambda row, snapshot: mesa_record(snapshot).by_then(row.review.closed_at)),
        *act(_act),
    ),
    objects=_reviews,
)  # fmt: skip


def _seen(turn: int, name: str, es: str, en: str) -> tuple[Column, ...]:
    """What the first or the second of the others sees, who it is and why."""

    def by(row: _Cell, _snapshot: Snapshot) -> int | None:
        found = row.coding(turn)
        return found.entity_id if found else None

    def why(row: _Cell, _snapshot: Snapshot) -> str:
        found = row.coding(turn)
        return found.words if found else ""

    values = (*RATINGS, UNDER_WAY, NOT_CODED, *((NOT_DRAWN,) if turn == 2 else ()))
    return (
        text(name, f"Lo que ve {es}", f"What {en} sees", values=values, required=True,
             read=lambda row, _: row.coded(turn)),
        entity(f"{name}_by", f"Cuál: {es}", f"Which: {en}", read=by),
        words(f"{name}_words", f"En palabras de {es}", f"In the words of {en}", read=why),
    )  # fmt: skip


YEARLY_REVIEW_CELLS = PublishedTable(
    "yearly_review_cells",
    "Las celdas de cada revisión anual",
    "The cells of each yearly review",
    "Cada firmante ante cada compromiso: lo que se calculó al abrir la revisión, lo que dice de sí misma y lo que ven "
    "otras entidades, que no se vieron entre sí. Quien no se autoevaluó y lo que nadie valoró tienen su palabra. Lo de "
    "otras entidades se publica cuando la mesa cierra.",
    "Each signatory before each commitment: what was computed when the review was opened, what it says of itself and "
    "what other entities see, which did not see each other. Who did not self-assess and what nobody rated have their "
    "word. What other entities see is published once the table closes.",
    ("year", "clause", "entity"),
    (
        whole("year", "Año", "Year", references="yearly_reviews.year", required=True, read="cell.review.year"),
        code("clause", "Compromiso", "Commitment", references="clauses.clause", required=True,
             read="cell.clause.code"),
        entity("entity", "Entidad", "Entity", read="cell.signatory.entity_id"),
        text("state", "Lo que se calculó", "What was computed", values=tuple(ClauseState), required=True,
             read="cell.state"),
        text("rating", "Lo que dice de sí misma", "What it says of itself",
             values=(*RATINGS, UNDER_WAY, NOT_ASSESSED), required=True),
        words("words", "En sus palabras", "In its words",
              read=lambda row, _: row.assessment.words if row.assessment else ""),
        flag("doubled", "Sorteada para dos entidades", "Drawn for two entities", read="cell.doubled"),
        *_seen(1, "coded", "otra entidad", "another entity"),
        *_seen(2, "second", "una segunda", "a second one"),
    ),
    objects=lambda snapshot: [cell for row in _reviews(snapshot) for cell in row.cells],
)  # fmt: skip


def _dissents(snapshot: Snapshot) -> list[ReviewDissent]:
    record = mesa_record(snapshot)
    found = ReviewDissent.objects.filter(review__agreement=snapshot.plan.agreement_id, made_at__lte=record.moment)
    rows = found.select_related("review", "signatory__entity").order_by()
    return sorted(rows, key=lambda one: (one.review.year, one.signatory.entity.code))


REVIEW_DISSENTS = PublishedTable(
    "review_dissents",
    "Disensos de las revisiones anuales",
    "Dissents from the yearly reviews",
    "Lo que una firmante no comparte de una revisión, como lo escribió.",
    "What a signatory does not share of a review, as it wrote it.",
    ("year", "entity"),
    (
        whole("year", "Año", "Year", references="yearly_reviews.year", required=True, read="review.year"),
        entity("entity", "Entidad", "Entity", read="signatory.entity_id"),
        words("words", "En sus palabras", "In its words"),
        day("dissented_on", "Fecha", "Date", required=True, read="made_at"),
    ),
    objects=_dissents,
)
