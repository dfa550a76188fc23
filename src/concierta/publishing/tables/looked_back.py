"""What is looked back on: promises by the year they were made, what agreements left, and what waits for verifiers."""

from collections.abc import Iterable

from concierta.evaluation.enums import CloseOutKind, CloseOutReply
from concierta.evaluation.models import CloseOutPoint
from concierta.evaluation.queries import (
    VerifyingEntity,
    Vintage,
    pledge_vintages,
    points_left_by,
    points_to_answer,
    verifying_entities,
)
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import code, day, entity, text, whole, words

#: What stands where there is no answer: nobody has given it, or no agreement goes on yet that would.
UNANSWERED, NOT_ASKED = "unanswered", "not_asked"


def _vintages(snapshot: Snapshot) -> Iterable[Vintage]:
    agreement = snapshot.plan.agreement
    return pledge_vintages(agreement, mesa_record(snapshot).today) if agreement else ()


PLEDGE_VINTAGES = PublishedTable(
    "pledge_vintages",
    "Promesas por el año en que se hicieron",
    "Pledges by the year in which they were made",
    "De lo que se prometió en cada año (cuando la entidad lo confirmó; lo del papel firmado, en el año del acuerdo), "
    "cuánto ya venció y cuánto se cumplió al publicarse el corte. Son cuentas, no promedios.",
    "Of what was promised in each year (when the entity confirmed it; what the signed paper says, in the year of the "
    "agreement), how much had come due and how much was kept when the cut-off was published. Counts, not means.",
    ("year",),
    (
        whole("year", "Año en que se prometió", "Year of the promise", required=True),
        whole("promised", "Promesas", "Pledges", required=True),
        whole("due", "De ellas, ya vencidas", "Of them, due by now", required=True),
        whole("due_kept", "De las vencidas, cumplidas", "Of those due, kept", required=True),
        whole("kept", "De todas, cumplidas", "Of all, kept", required=True),
        whole("released", "Quedaron sin quien responda", "Left with nobody who answers", required=True),
    ),
    objects=_vintages,
)


def _points(snapshot: Snapshot) -> list[CloseOutPoint]:
    """Those that this agreement inherited, then those that it leaves."""
    agreement, record = snapshot.plan.agreement, mesa_record(snapshot)
    if agreement is None:
        return []
    found = [*points_to_answer(agreement), *points_left_by(agreement)]
    return [point for point in found if record.by_then(point.left_at)]


def _answered(point: CloseOutPoint, snapshot: Snapshot) -> bool:
    return hasattr(point, "answer") and mesa_record(snapshot).by_then(point.answer.answered_at) is not None


def _reply(point: CloseOutPoint, snapshot: Snapshot) -> str:
    if _answered(point, snapshot):
        return point.answer.reply
    return NOT_ASKED if point.agreement_id == snapshot.plan.agreement_id else UNANSWERED


CLOSE_OUT_POINTS = PublishedTable(
    "close_out_points",
    "Lo que deja cada acuerdo al cerrar",
    "What each agreement leaves when it ends",
    "Los puntos que dejó el acuerdo anterior, con lo que este responde a cada uno, y los que este deja al siguiente.",
    "The points that the agreement before left, with what this one answers to each, and those that this one leaves.",
    ("agreement", "number"),
    (
        code("agreement", "Acuerdo que lo deja", "Agreement that leaves it", required=True, read="agreement.slug"),
        whole("number", "Número", "Number", required=True),
        text("kind", "Clase", "Kind", values=tuple(CloseOutKind.values), required=True),
        words("text", "Qué", "What"),
        text("decision", "Decisión de su mesa", "Decision of its table", required=True, read="decision.number"),
        day("left_on", "Fecha", "Date", required=True, read="left_at"),
        text("reply", "Qué hace de él el acuerdo que sigue", "What the next agreement makes of it",
             values=(*CloseOutReply.values, UNANSWERED, NOT_ASKED), required=True, read=_reply),
        text("article", "En qué artículo", "In which article",
             read=lambda point, snapshot: point.answer.article if _answered(point, snapshot) else ""),
        words("words", "En sus palabras", "In its words",
              read=lambda point, snapshot: point.answer.words if _answered(point, snapshot) else ""),
        day("answered_on", "Respondido", "Answered",
            read=lambda point, snapshot: point.answer.answered_at if _answered(point, snapshot) else None),
    ),
    objects=_points,
)  # fmt: skip


def _verifiers(snapshot: Snapshot) -> list[VerifyingEntity]:
    found = verifying_entities([snapshot.plan], mesa_record(snapshot).moment)
    return sorted(found, key=lambda one: snapshot.entities[one.entity])


VERIFYING_ENTITIES = PublishedTable(
    "verifying_entities",
    "Quién verifica y qué le espera",
    "Who verifies and what waits for them",
    "Cada entidad que verifica en el plan: cuántos reportes ya revisados le esperan al publicarse el corte, desde "
    "cuándo espera el más antiguo y cuándo verificó uno por última vez. También ese silencio es público.",
    "Each entity that verifies in the plan: how many reviewed reports wait for it when the cut-off is published, since "
    "when the oldest does, and when it last verified one. The silence of who verifies is public as well.",
    ("entity",),
    (
        entity("entity", "Entidad", "Entity", read="entity"),
        whole("waiting", "Reportes que esperan", "Reports that wait", required=True),
        day("waiting_since", "El más antiguo espera desde", "The oldest waits since"),
        day("last_verified_on", "Verificó por última vez; vacío: nunca", "Last verified; empty: never",
            read="last_verified_at"),
    ),
    objects=_verifiers,
)  # fmt: skip
