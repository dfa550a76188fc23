"""Who answers for what at the cut-off, and what each signatory and the table say of a promise that has no figure."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from concierta.agreements.models import Pledge
from concierta.indicators.models import Indicator
from concierta.kernel.keys import join_key
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import PERIOD, code, day, decision_by_then, entity, text, words
from concierta.reporting.models import SelfAssessment
from concierta.responsibilities.duties import DUTIES
from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.queries.board import Line, read_board

DUTY_VALUES = ("executes", "reports", "reviews", "verifies", "presents", "accountable")
RATINGS = ("kept", "partly", "not_kept")


class _Responsibility(NamedTuple):
    kind: str
    subject: str
    duty: str
    entity_id: int
    since: date | None


def _responsibilities(snapshot: Snapshot) -> Iterator[_Responsibility]:
    """On the day of the cut-off, of what the corte shows. Entities only: who in them does it is their business."""
    record = mesa_record(snapshot)
    shown = _shown(snapshot)
    implied = _Implied(snapshot)
    actions = {str(action.number) for action in record.action_items.values()}
    for line in read_board(snapshot.plan, snapshot.cut_off).lines:
        subject = line.code if line.kind == SubjectKind.ACTION_ITEM and line.code in actions else ""
        subject = subject or shown.get((line.kind, line.pk), "")
        for duty, holding in line.cells.items() if subject else ():
            named = implied.entity(line, duty)
            written = holding.row is not None and (named == holding.entity or not DUTIES[line.kind][duty].column)
            entity_id, since = (holding.entity, holding.since) if written or named is None else (named, None)
            # Whoever answers from the first day has no other beginning, also where handing over wrote it down later.
            if since is not None and since <= snapshot.plan.starts_on:
                since = None
            if entity_id is not None:
                yield _Responsibility(line.kind.value, subject, duty.value, entity_id, since)


def _shown(snapshot: Snapshot) -> dict[tuple[SubjectKind, int], str]:
    shown = {(SubjectKind.PROJECT, pk): project.code for pk, project in snapshot.projects.items()}
    shown |= {(SubjectKind.INDICATOR, pk): indicator.code for pk, indicator in snapshot.indicators.items()}
    pledges = Pledge.objects.filter(clause__in=list(snapshot.clauses)).order_by()
    for pk, clause, pledge in pledges.values_list("pk", "clause__code", "code"):
        shown[SubjectKind.PLEDGE, pk] = join_key(clause, pledge)
    return shown


#: Duties that a project or a pledge leaves to its indicators where these agree, and otherwise to the plan.
_CHECKING = {Duty.REVIEWS: "reviewer_id", Duty.VERIFIES: "verifier_id", Duty.PRESENTS: "presenter_id"}


class _Implied:
    """What the things themselves said at the cut-off, by the rules of the matrix: amendments since changed nothing."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.of_owner: dict[tuple[SubjectKind, int], list[Indicator]] = {}
        for indicator in snapshot.indicators.values():
            if indicator.product_id is not None:
                owner = (SubjectKind.PROJECT, snapshot.products[indicator.product_id].project_id)
            elif indicator.pledge_id is not None:
                owner = (SubjectKind.PLEDGE, indicator.pledge_id)
            else:
                continue
            self.of_owner.setdefault(owner, []).append(indicator)

    def entity(self, line: Line, duty: Duty) -> int | None:
        """The key of the entity; None where only the matrix knows (a signatory, a task)."""
        if line.kind == SubjectKind.INDICATOR:
            return self._of_indicator(self.snapshot.indicators[line.pk], duty)
        if line.kind == SubjectKind.ACTION_ITEM:
            return None
        if duty in _CHECKING:
            default: int | None = getattr(self.snapshot.plan, _CHECKING[duty])
            followed = self.of_owner.get((line.kind, line.pk), ())
            named = {getattr(indicator, _CHECKING[duty]) or default for indicator in followed}
            return named.pop() if len(named) == 1 else default
        return self.snapshot.projects[line.pk].entity_id if line.kind == SubjectKind.PROJECT else None

    def _of_indicator(self, indicator: Indicator, duty: Duty) -> int | None:
        if duty in _CHECKING:
            named: int | None = getattr(indicator, _CHECKING[duty]) or getattr(self.snapshot.plan, _CHECKING[duty])
            return named
        if duty == Duty.REPORTS:
            return indicator.reporter_id
        if indicator.product_id is not None:
            return self.snapshot.projects[self.snapshot.products[indicator.product_id].project_id].entity_id
        return indicator.reporter_id if indicator.pledge_id is None else None


RESPONSIBILITIES = PublishedTable(
    "responsibilities",
    "Quién responde por qué",
    "Who answers for what",
    "La entidad que responde por cada promesa, proyecto, indicador y tarea en la fecha del corte. Siempre una entidad.",
    "The entity that answers for each pledge, project, indicator and action item on the cut-off. Always an entity.",
    ("kind", "subject", "duty"),
    (
        text("kind", "De qué", "Of what", values=("pledge", "project", "indicator", "action_item"), required=True),
        code("subject", "Su código en su tabla", "Its code in its table", required=True),
        text("duty", "El deber", "The duty", values=DUTY_VALUES, required=True),
        entity("entity", "Entidad", "Entity"),
        day("since", "Desde cuándo; vacío: desde el comienzo", "Since when; empty: from the beginning"),
    ),
    objects=_responsibilities,
)


def published_assessments(snapshot: Snapshot) -> list[tuple[tuple[str, str, str], SelfAssessment]]:
    """((clause, pledge, period), assessment), made by then for periods up to the cut-off, in the order of pledges."""
    record = mesa_record(snapshot)
    made = SelfAssessment.objects.filter(
        period__in=list(snapshot.periods), pledge__clause__in=list(snapshot.clauses), made_at__lte=record.moment
    ).select_related("pledge__clause")
    place = {pk: number for number, pk in enumerate(snapshot.periods)}
    ordered = sorted(made.order_by(), key=lambda it: (it.pledge.clause.ordinal, it.pledge.code, place[it.period_id]))
    return [((it.pledge.clause.code, it.pledge.code, snapshot.periods[it.period_id].label), it) for it in ordered]


class _Assessment(NamedTuple):
    pledge: str
    period: str
    assessment: SelfAssessment
    opined_on: date | None


def _assessments(snapshot: Snapshot) -> Iterator[_Assessment]:
    record = mesa_record(snapshot)
    for (clause, pledge, period), assessment in published_assessments(snapshot):
        yield _Assessment(join_key(clause, pledge), period, assessment, record.day_by_then(assessment.opined_at))


def _once_opined(read: Callable[[_Assessment, Snapshot], str]) -> Callable[[_Assessment, Snapshot], str]:
    """Reads what the table says once it had said so; "" until then."""
    return lambda made, snapshot: read(made, snapshot) if made.opined_on else ""


SELF_ASSESSMENTS = PublishedTable(
    "self_assessments",
    "Autoevaluaciones",
    "Self-assessments",
    "Cómo dice cada firmante que cumple una promesa que no se cuenta, y al lado lo que opina la mesa.",
    "How each signatory says it keeps a promise that is not counted, and beside it what the table thinks.",
    ("pledge", "period"),
    (
        code("pledge", "Promesa", "Pledge", references="pledges.pledge", required=True),
        PERIOD,
        entity("entity", "Entidad que promete", "Entity that promises", read="assessment.pledge.entity_id"),
        text("rating", "Cómo se ve ella", "How it sees itself", values=RATINGS, required=True,
             read="assessment.rating"),
        words("text", "En sus palabras", "In its words", read="assessment.text"),
        day("made_on", "Cuándo lo dijo", "When it said so", required=True, read="assessment.made_at"),
        text("opinion", "Qué opina la mesa; vacío: todavía nada", "What the table thinks; empty: nothing yet",
             values=RATINGS, read=_once_opined(lambda made, _: made.assessment.opinion)),
        words("opinion_text", "Por qué", "Why", read=_once_opined(lambda made, _: made.assessment.opinion_text)),
        code("opinion_decision", "Decisión de la mesa", "Decision of the table", references="decisions.decision",
             read=_once_opined(decision_by_then("assessment.opinion_decision_id"))),
        day("opined_on", "Cuándo opinó", "When it said so"),
    ),
    objects=_assessments,
)  # fmt: skip
