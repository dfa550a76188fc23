"""What the table decided: motions, votes by entity, numbered decisions, and what somebody must now do."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from concierta.mesa.enums import ActionState, Choice
from concierta.mesa.models import ActionItem, Decision, Motion, Vote
from concierta.publishing.formats.table import ForeignKey, PublishedTable
from concierta.publishing.queries.mesa_record import ItemPlace, MesaRecord, mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import (
    act,
    code,
    day,
    decision_by_then,
    entity,
    flag,
    moment,
    seated_entity,
    text,
    whole,
    words,
)
from concierta.publishing.tables.sessions import ITEM, session_number

MOTION = ForeignKey(("session", "motion"), "motions", ("session", "motion"))


def _votes(record: MesaRecord) -> dict[int, list[Vote]]:
    """By motion, in the order of the entities."""
    votes: dict[int, list[Vote]] = {pk: [] for pk in record.motions}
    for vote in Vote.objects.filter(motion__in=record.motions).order_by():
        votes[vote.motion_id].append(vote)
    return {pk: sorted(cast, key=lambda vote: record.entity_of_seat(vote.seat_id)) for pk, cast in votes.items()}


class _Motion(NamedTuple):
    motion: Motion
    number: int
    place: ItemPlace
    people_present: int
    choices: list[str]


def _motions(snapshot: Snapshot) -> Iterator[_Motion]:
    record = mesa_record(snapshot)
    votes = _votes(record)
    for pk, motion in record.motions.items():
        people = record.people_present(motion.item.session_id, motion.closed_at)
        choices = [vote.choice for vote in votes.get(pk, ())]
        yield _Motion(motion, record.motion_numbers[pk], record.places[motion.item_id], people, choices)


def _proposer(motion: _Motion, snapshot: Snapshot) -> str:
    return "" if motion.place.reserved else mesa_record(snapshot).entity_of_seat(motion.motion.proposed_by_id)


def _count(choice: Choice) -> Callable[[_Motion, Snapshot], int]:
    return lambda motion, _: motion.choices.count(choice)


MOTIONS = PublishedTable(
    "motions",
    "Propuestas votadas",
    "Motions",
    "Lo que se puso a votación, con el resultado y lo que hacía falta. De un punto reservado se publica el conteo.",
    "What was put to the vote, with the result and what was needed. Of a reserved item the count is published.",
    ("session", "motion"),
    (
        session_number("place.session"),
        whole("motion", "Número de la votación en la sesión", "Number of the vote in the session", required=True,
              read="number"),
        whole("item", "Punto del orden del día", "Agenda item", required=True, read="place.number"),
        words("text", "Texto votado", "Words voted on",
              read=lambda motion, _: "" if motion.place.reserved else motion.motion.text),
        entity("proposed_by", "Entidad que la propuso", "Entity that proposed it", read=_proposer),
        text("state", "Resultado", "Result", values=("carried", "failed", "withdrawn"), required=True,
             read="motion.state"),
        moment("opened_at", "Cuándo se abrió", "When it was opened", required=True, read="motion.opened_at"),
        moment("closed_at", "Cuándo se cerró", "When it was closed", required=True, read="motion.closed_at"),
        whole("present", "Entidades que podían votar", "Entities that could vote", read="motion.present"),
        whole("needed", "Votos a favor que hacían falta", "Votes in favour that were needed", read="motion.needed"),
        whole("votes_for", "A favor", "In favour", required=True, read=_count(Choice.FOR)),
        whole("votes_against", "En contra", "Against", required=True, read=_count(Choice.AGAINST)),
        whole("abstentions", "Abstenciones", "Abstentions", required=True, read=_count(Choice.ABSTAIN)),
        whole("people_present", "Personas por las que las entidades con voto estaban presentes",
              "People by whom the voting entities were present"),
    ),
    (ITEM,),
    objects=_motions,
)  # fmt: skip


class _Vote(NamedTuple):
    session: int
    motion: int
    cast: Vote


def _cast_votes(snapshot: Snapshot) -> Iterator[_Vote]:
    """By entity, with its dissent unedited; of a reserved item the count in `motions` is all there is."""
    record = mesa_record(snapshot)
    for pk, cast in _votes(record).items():
        place = record.places[record.motions[pk].item_id]
        for vote in cast if not place.reserved else ():
            yield _Vote(place.session, record.motion_numbers[pk], vote)


VOTES = PublishedTable(
    "votes",
    "Votos",
    "Votes",
    "Cómo votó cada entidad, con su salvamento de voto tal como lo escribió.",
    "How each entity voted, with its dissent as it wrote it.",
    ("session", "motion", "entity"),
    (
        session_number(),
        whole("motion", "Número de la votación en la sesión", "Number of the vote in the session", required=True),
        entity("entity", "Entidad", "Entity", read=seated_entity("cast.seat_id")),
        text("choice", "Voto", "Vote", values=("for", "against", "abstain"), required=True, read="cast.choice"),
        words("dissent", "Salvamento de voto", "Dissent", read="cast.dissent"),
    ),
    (MOTION,),
    objects=_cast_votes,
)


class _Conflict(NamedTuple):
    session: int
    item: int
    entity: str


def _conflicts(snapshot: Snapshot) -> Iterator[_Conflict]:
    """That there was one, and whose. What it was is a matter of people, and stays in the record of the session."""
    record = mesa_record(snapshot)
    for pk in record.items:
        place = record.places[pk]
        for entity_code in record.conflicts.get(pk, ()):
            if not place.reserved:
                yield _Conflict(place.session, place.number, entity_code)


CONFLICTS = PublishedTable(
    "conflicts_of_interest",
    "Conflictos de interés",
    "Conflicts of interest",
    "Qué entidades declararon un conflicto de interés en un punto: hablan, no votan.",
    "Which entities declared a conflict of interest in an item: they speak, they do not vote.",
    ("session", "item", "entity"),
    (
        session_number(),
        whole("item", "Punto del orden del día", "Agenda item", required=True),
        entity("entity", "Entidad", "Entity", read="entity"),
    ),
    (ITEM,),
    objects=_conflicts,
)


def _place_of_decision(decision: Decision, snapshot: Snapshot) -> ItemPlace:
    record = mesa_record(snapshot)
    return record.places[record.motions[decision.motion_id].item_id]


def _adoption(decision: Decision, snapshot: Snapshot) -> tuple[int | None, str]:
    record = mesa_record(snapshot)
    return record.acts.on("decision.adopted", f"decision:{record.slug}:{decision.number}")


DECISIONS = PublishedTable(
    "decisions",
    "Decisiones",
    "Decisions",
    "Lo que la mesa decidió, numerado. Una decisión no se edita: otra la cambia.",
    "What the table decided, numbered. A decision is never edited: another changes it.",
    ("decision",),
    (
        code("decision", "Número de la decisión", "Number of the decision", required=True, read="number"),
        session_number(lambda decision, snapshot: _place_of_decision(decision, snapshot).session),
        whole("motion", "Votación de la que salió", "The vote it came from", required=True,
              read=lambda decision, snapshot: mesa_record(snapshot).motion_numbers[decision.motion_id]),
        words("text", "Lo decidido; vacío si el punto es reservado", "What was decided; empty when reserved",
              read=lambda decision, snapshot: "" if _place_of_decision(decision, snapshot).reserved else decision.text),
        moment("decided_at", "Cuándo se decidió", "When it was decided", required=True),
        *act(_adoption),
    ),
    (MOTION,),
    objects=lambda snapshot: mesa_record(snapshot).decisions.values(),
)  # fmt: skip


class _Task(NamedTuple):
    """`state` and the days are those when the corte was published."""

    task: ActionItem
    place: ItemPlace
    state: str
    overdue: bool
    done_on: date | None


def _tasks(snapshot: Snapshot) -> Iterator[_Task]:
    record = mesa_record(snapshot)
    for task in record.action_items.values():
        state = record.action_state(task)
        overdue = state == ActionState.OPEN and task.due_on < record.today
        done_on = record.day_by_then(task.done_at) if state != ActionState.OPEN else None
        yield _Task(task, record.places[task.item_id], state, overdue, done_on)


def _checked_at(task: _Task, snapshot: Snapshot) -> datetime | None:
    return mesa_record(snapshot).by_then(task.task.checked_at) if task.state == ActionState.CHECKED else None


ACTION_ITEMS = PublishedTable(
    "action_items",
    "Tareas de la mesa",
    "Action items",
    "Lo que una entidad debe hacer antes de una fecha porque la mesa lo acordó. Vencida: pasó la fecha y no mostró "
    "nada.",
    "What an entity must do by a date because the table said so. Overdue: the date passed and nothing was shown.",
    ("action_item",),
    (
        whole("action_item", "Número de la tarea", "Number of the action item", required=True, read="task.number"),
        session_number("place.session"),
        whole("item", "Punto del orden del día", "Agenda item", required=True, read="place.number"),
        code("decision", "Decisión de la que sale", "Decision it comes from", references="decisions.decision",
             read=decision_by_then("task.decision_id")),
        words("text", "Qué hay que hacer; vacío si el punto es reservado", "What must be done; empty when reserved",
              read=lambda task, _: "" if task.place.reserved else task.task.text),
        entity("entity", "Entidad que responde", "Entity that answers", read="task.entity_id"),
        day("due_on", "Para cuándo", "By when", required=True, read="task.due_on"),
        text("state", "Estado al publicar el corte", "State when the cut-off was published",
             values=("open", "done", "checked", "dropped"), required=True),
        flag("overdue", "Vencida al publicar el corte", "Overdue when the cut-off was published"),
        day("done_on", "Cuándo se dio por cumplida", "When it was said to be done"),
        words("done_note", "Qué se hizo, en palabras de la entidad", "What was done, in the entity's words",
              read=lambda task, _: task.task.done_note if task.done_on and not task.place.reserved else ""),
        day("checked_on", "Cuándo se comprobó", "When it was checked", read=_checked_at),
    ),
    (ITEM,),
    objects=_tasks,
)  # fmt: skip
