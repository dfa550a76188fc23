"""What may go wrong with each project and pledge, and what the table found of the projects that it reviewed."""

from collections.abc import Iterator
from typing import NamedTuple

from concierta.evaluation.enums import Impact, Probability, ReviewFinding, RiskBand, RiskState
from concierta.evaluation.models import ProjectReview, ReviewDraw, Risk, RiskStep
from concierta.evaluation.queries import review_coverage
from concierta.kernel.keys import join_key
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import act, by_then, code, day, entity, flag, fraction, pesos, text, whole
from concierta.publishing.tables.columns import words as prose
from concierta.publishing.tables.sessions import ITEM, session_number

_ACT_OF_STEP = {"record": "risk.recorded", "reassess": "risk.reassessed", "close": "risk.closed"}


class _Risk(NamedTuple):
    """A risk and the step in which it stood when the corte was published."""

    risk: Risk
    step: RiskStep


def _risks(snapshot: Snapshot) -> Iterator[_Risk]:
    moment = mesa_record(snapshot).moment
    steps = RiskStep.objects.filter(risk__plan=snapshot.plan, at__lte=moment).order_by("at", "pk")
    standing = {step.risk_id: step for step in steps.select_related("risk__project", "risk__pledge")}
    for step in sorted(standing.values(), key=lambda step: step.risk.number):
        risk = step.risk
        of_plan = risk.pledge is not None and risk.pledge.clause_id in snapshot.clauses
        if risk.project_id in snapshot.projects or of_plan:
            yield _Risk(risk, step)


def _pledge(row: _Risk, snapshot: Snapshot) -> str:
    pledge = row.risk.pledge
    return join_key(snapshot.clauses[pledge.clause_id], pledge.code) if pledge else ""


def _act_of(row: _Risk, snapshot: Snapshot) -> tuple[int | None, str]:
    subject = f"risk/{snapshot.plan.slug}/{row.risk.number}"
    return mesa_record(snapshot).acts.on(_ACT_OF_STEP[row.step.act], subject)


RISKS = PublishedTable(
    "risks",
    "Riesgos",
    "Risks",
    "Lo que puede impedir que se cumpla un proyecto o una promesa, como estaba valorado al publicar el corte. "
    "Puntaje: probabilidad por impacto.",
    "What may keep a project or a pledge from being fulfilled, as it was valued when the cut-off was published. "
    "Score: probability times impact.",
    ("risk",),
    (
        whole("risk", "Número del riesgo", "Number of the risk", required=True, read="risk.number"),
        code("project", "Proyecto, si es de uno", "Project, where it is of one", references="projects.project",
             read=lambda row, _: row.risk.project.code if row.risk.project else ""),
        code("pledge", "Promesa, si es de una", "Pledge, where it is of one", references="pledges.pledge",
             read=_pledge),
        prose("title", "Qué puede pasar", "What may happen", read="risk.title"),
        whole("probability", f"Probabilidad, de {min(Probability)} a {max(Probability)}",
              f"Probability, from {min(Probability)} to {max(Probability)}", required=True, read="step.probability"),
        whole("impact", f"Impacto, de {min(Impact)} a {max(Impact)}", f"Impact, from {min(Impact)} to {max(Impact)}",
              required=True, read="step.impact"),
        whole("score", "Puntaje", "Score", required=True, read="step.score"),
        text("band", "Qué tan grave es", "How grave it is", values=tuple(RiskBand.values), required=True,
             read="step.band.value"),
        prose("countermeasure", "Qué se hace al respecto", "What is done about it", read="step.countermeasure"),
        entity("owner", "Entidad que lo vigila", "Entity that watches over it", read="step.owner_id"),
        day("review_on", "Cuándo se vuelve a mirar", "When it is looked at again", required=True,
            read="step.review_on"),
        text("state", "Estado", "State", values=tuple(RiskState.values), required=True, read="step.to_state"),
        day("recorded_on", "Desde cuándo está registrado", "Since when it is on record", required=True,
            read="risk.recorded_at"),
        day("valued_on", "Cuándo se valoró así", "When it was valued like this", required=True, read="step.at"),
        prose("closed_reason", "Por qué se cerró", "Why it was closed",
              read=lambda row, _: row.risk.closed_reason if row.step.to_state == RiskState.CLOSED else ""),
        *act(_act_of),
    ),
    objects=_risks,
)  # fmt: skip


def _reviews(snapshot: Snapshot) -> list[ProjectReview]:
    record = mesa_record(snapshot)
    found = ProjectReview.objects.filter(plan=snapshot.plan, reviewed_at__lte=record.moment, item__in=record.items)
    shown = [review for review in found.order_by() if review.project_id in snapshot.projects]
    return sorted(shown, key=lambda one: (record.places[one.item_id].session, snapshot.projects[one.project_id].code))


def _unless_reserved(review: ProjectReview, snapshot: Snapshot, value: str) -> str:
    return "" if mesa_record(snapshot).places[review.item_id].reserved else value


def _review_act(review: ProjectReview, snapshot: Snapshot) -> tuple[int | None, str]:
    record, project = mesa_record(snapshot), snapshot.projects[review.project_id].code
    number = record.places[review.item_id].session
    return record.acts.on("project.reviewed", f"project_review/{snapshot.plan.slug}/{number}/{project}")


PROJECT_REVIEWS = PublishedTable(
    "project_reviews",
    "Proyectos que revisó la mesa",
    "Projects that the table reviewed",
    "Qué encontró la mesa de cada proyecto, en sesiones con quórum. De un punto reservado por ley no se dice.",
    "What the table found of each project, in sessions with quorum. Of an item reserved by law it is not told.",
    ("session", "project"),
    (
        session_number(lambda review, snapshot: mesa_record(snapshot).places[review.item_id].session),
        code("project", "Proyecto", "Project", references="projects.project", required=True,
             read=lambda review, snapshot: snapshot.projects[review.project_id].code),
        whole("item", "Punto del orden del día", "Item of the agenda", required=True,
              read=lambda review, snapshot: mesa_record(snapshot).places[review.item_id].number),
        text("finding", "Qué encontró", "What it found", values=tuple(ReviewFinding.values),
             read=lambda review, snapshot: _unless_reserved(review, snapshot, review.finding)),
        prose("words", "En sus palabras", "In its words",
              read=lambda review, snapshot: _unless_reserved(review, snapshot, review.words)),
        day("reviewed_on", "Cuándo", "When", required=True, read="reviewed_at"),
        *act(_review_act),
    ),
    composite_keys=(ITEM,),
    objects=_reviews,
)  # fmt: skip

REVIEW_COVERAGE = PublishedTable(
    "review_coverage",
    "Cuánto del plan revisó la mesa",
    "How much of the plan the table reviewed",
    "En el año del corte: proyectos revisados de los que hay, y pesos de sus líneas de los que suman todas.",
    "In the year of the cut-off: projects reviewed of those there are, and pesos of their lines of what all have.",
    ("year",),
    (
        whole("year", "Año", "Year", required=True),
        whole("reviewed", "Proyectos revisados", "Projects reviewed", required=True),
        whole("projects", "Proyectos del plan", "Projects of the plan", required=True),
        fraction("share", "Parte de los proyectos", "Share of the projects"),
        pesos("reviewed_pesos", "Apropiación definitiva de los revisados",
              "Final appropriation of those reviewed"),
        pesos("pesos", "Apropiación definitiva de todos", "Final appropriation of all"),
        fraction("share_of_pesos", "Parte de los pesos", "Share of the pesos"),
    ),
    objects=lambda snapshot: [
        review_coverage(
            snapshot.plan,
            snapshot.cut_off.year,
            on=snapshot.cut_off,
            until=mesa_record(snapshot).moment,
            among=snapshot.projects,
        )
    ],
)  # fmt: skip


class _Ticket(NamedTuple):
    session: int
    place: int
    project: str
    draw: ReviewDraw


def _tickets(snapshot: Snapshot) -> Iterator[_Ticket]:
    record = mesa_record(snapshot)
    draws = ReviewDraw.objects.filter(plan=snapshot.plan, session__in=record.sessions, drawn_at__lte=record.moment)
    for draw in draws.select_related("plan", "session").order_by("session__number"):
        for place, project in enumerate(draw.order(), start=1):
            yield _Ticket(draw.session.number, place, project, draw)


def _draw_act(row: _Ticket, snapshot: Snapshot) -> tuple[int | None, str]:
    subject = f"review_draw/{snapshot.plan.slug}/{row.session}"
    return mesa_record(snapshot).acts.on("projects.drawn", subject)


REVIEW_DRAWS = PublishedTable(
    "review_draws",
    "Sorteos de proyectos por revisar",
    "Draws of projects to review",
    "Todos los proyectos que entraron a cada sorteo, en el orden de sus boletas: SHA-256 de la semilla, un byte cero, "
    "«plan/sesión», un byte cero y el código. La semilla es el SHA-256 de la frase. Salen los primeros.",
    "All the projects of each draw, in the order of their tickets: SHA-256 of the seed, a zero byte, “plan/session”, "
    "a zero byte and the code. The seed is the SHA-256 of the phrase. The first ones are drawn.",
    ("session", "place"),
    (
        session_number(),
        whole("place", "Orden de la boleta", "Place of the ticket", required=True),
        code("project", "Proyecto", "Project", required=True),
        flag("drawn", "Salió en el sorteo", "It was drawn", read=lambda row, _: row.place <= row.draw.size),
        prose("phrase", "La frase, que nadie escogió", "The phrase, which nobody chose", read="draw.phrase"),
        day("drawn_on", "Cuándo se sorteó", "When it was drawn", required=True, read=by_then("draw.drawn_at")),
        *act(_draw_act),
    ),
    objects=_tickets,
)  # fmt: skip
