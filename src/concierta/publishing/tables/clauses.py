"""What each signatory promised, what it did that no indicator counts, and whether each commitment is kept."""

from collections.abc import Iterable
from typing import NamedTuple

from concierta.agreements.enums import Ambition, DelayCause, PledgeState
from concierta.agreements.models import Pledge, PledgeDelay, PledgeStep
from concierta.engines.clauses import ClauseState
from concierta.evaluation.enums import MilestoneKind, MilestoneState, Rung
from concierta.evaluation.models import Milestone
from concierta.evaluation.queries.clauses import ClauseFigure, ClauseStanding, clause_standings
from concierta.evaluation.queries.obligations import ASSESSMENT, REPORT, TASK, Filing, obligations_of
from concierta.kernel.keys import join_key
from concierta.publishing.formats.column import Column, ColumnType
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import code, day, entity, origin, pesos, text, whole, words

PLEDGE_STATES = tuple(PledgeState.values)


class _Pledge(NamedTuple):
    """A promise as it stood when the corte was published."""

    pledge: Pledge
    state: str


def _pledges(snapshot: Snapshot) -> list[_Pledge]:
    record = mesa_record(snapshot)
    states: dict[int, str] = {}
    known: set[int] = set()
    steps = PledgeStep.objects.filter(pledge__clause__in=list(snapshot.clauses)).order_by("at", "pk")
    for pk, state, at in steps.values_list("pledge_id", "to_state", "at"):
        known.add(pk)
        if record.by_then(at):
            states[pk] = state
    promised = Pledge.objects.filter(clause__in=list(snapshot.clauses)).select_related("clause", "depends_on__clause")
    found = [
        _Pledge(pledge, states.get(pledge.pk, pledge.state))
        for pledge in promised.order_by()
        if pledge.pk in states or pledge.pk not in known
    ]
    return sorted(found, key=lambda row: (row.pledge.clause.ordinal, row.pledge.code))


def _key(pledge: Pledge | None) -> str:
    return join_key(pledge.clause.code, pledge.code) if pledge else ""


PLEDGES = PublishedTable(
    "pledges",
    "Promesas de los firmantes",
    "Pledges of the signatories",
    "Lo que cada firmante prometió en concreto bajo cada compromiso, y en qué va la promesa: solo cuenta la que la "
    "entidad confirmó, o está en el papel que firmó.",
    "What each signatory concretely promised under each commitment, and how the promise stands: only one that the "
    "entity confirmed, or that is in the paper it signed, counts.",
    ("pledge",),
    (
        code("pledge", "Identificador: compromiso/código", "Identifier: commitment/code", required=True,
             read=lambda row, _: _key(row.pledge)),
        code("clause", "Compromiso", "Commitment", references="clauses.clause", required=True,
             read="pledge.clause.code"),
        code("code", "Código", "Code", required=True, read="pledge.code"),
        entity("entity", "Entidad que promete", "Entity that promises", read="pledge.entity_id"),
        words("text", "Lo prometido", "What was promised", read="pledge.text"),
        words("text_en", "En inglés", "In English", read="pledge.text_en"),
        text("kind", "Dinero, especie o acción", "Cash, in kind or action", values=("cash", "in_kind", "action"),
             required=True, read="pledge.kind"),
        pesos("amount", "Dinero prometido", "Cash promised", read="pledge.amount"),
        Column("quantity", ColumnType.DECIMAL, "Cantidad en especie", "Quantity in kind", unit="pledges.unit",
               read="pledge.quantity"),
        text("unit", "Unidad de lo prometido en especie", "Unit of what was promised in kind", read="pledge.unit"),
        day("due_on", "Fecha prometida", "Date promised", read="pledge.due_on"),
        text("state", "Estado", "State", values=PLEDGE_STATES, required=True),
        text("milestone", "Qué se verá cuando se cumpla", "What will be seen when it is kept",
             read="pledge.milestone"),
        text("ambition", "Ambición, según otra entidad", "Ambition, as another entity sees it",
             values=tuple(Ambition.values), read="pledge.ambition"),
        entity("assessed_by", "Entidad que la valoró", "Entity that assessed it", read="pledge.assessed_for_id"),
        code("depends_on", "Promesa de otra que espera", "Pledge of another that it waits for",
             references="pledges.pledge", read=lambda row, _: _key(row.pledge.depends_on)),
        text("waits_for", "Qué más espera", "What else it waits for", read="pledge.waits_for"),
        *origin("pledge."),
    ),
    objects=_pledges,
)  # fmt: skip


def _delays(snapshot: Snapshot) -> list[PledgeDelay]:
    record = mesa_record(snapshot)
    found = PledgeDelay.objects.filter(pledge__clause__in=list(snapshot.clauses)).select_related("pledge__clause")
    return [one for one in found.order_by("told_at", "pk") if record.by_then(one.told_at)]


PLEDGE_DELAYS = PublishedTable(
    "pledge_delays",
    "Por qué van tarde las promesas",
    "Why pledges are late",
    "La causa que da cada entidad de una promesa atrasada, y su próximo paso.",
    "The cause that each entity gives for a late pledge, and its next step.",
    ("pledge", "told_on", "cause"),
    (
        code("pledge", "Promesa", "Pledge", references="pledges.pledge", required=True,
             read=lambda one, _: _key(one.pledge)),
        day("told_on", "Fecha", "Date", required=True, read="told_at"),
        text("cause", "Causa", "Cause", values=tuple(DelayCause.values), required=True),
        words("words", "En sus palabras", "In its words", read="text"),
        words("next_step", "Próximo paso", "Next step"),
        day("next_on", "Para cuándo", "By when", required=True),
    ),
    objects=_delays,
)  # fmt: skip


class _Milestone(NamedTuple):
    number: int
    milestone: Milestone
    looked_at: bool


def _milestones(snapshot: Snapshot) -> Iterable[_Milestone]:
    record = mesa_record(snapshot)
    found = Milestone.objects.filter(clause__in=list(snapshot.clauses)).select_related("clause", "pledge__clause")
    declared = [
        one
        for one in found.order_by("reached_on", "pk")
        if record.by_then(one.declared_at) and one.state != MilestoneState.WITHDRAWN
    ]
    return (
        _Milestone(number, one, record.by_then(one.verified_at) is not None) for number, one in enumerate(declared, 1)
    )


MILESTONES = PublishedTable(
    "milestones",
    "Hitos",
    "Milestones",
    "Lo que cada firmante hizo bajo un compromiso y ningún indicador cuenta: instancias a las que llegó, actos, "
    "cargos, rubros y reglas que quedaron; y qué encontró otra entidad.",
    "What each signatory did under a commitment that no indicator counts: instances reached, acts, posts, budget "
    "lines and rules left; and what another entity found.",
    ("milestone",),
    (
        whole("milestone", "Número", "Number", required=True, read="number"),
        code("clause", "Compromiso", "Commitment", references="clauses.clause", required=True,
             read="milestone.clause.code"),
        entity("entity", "Entidad", "Entity", read="milestone.entity_id"),
        code("pledge", "Promesa, si cumple una", "Pledge, where it keeps one", references="pledges.pledge",
             read=lambda row, _: _key(row.milestone.pledge)),
        text("kind", "Clase", "Kind", values=tuple(MilestoneKind.values), required=True, read="milestone.kind"),
        text("title", "Qué", "What", required=True, read="milestone.title"),
        text("instance", "Instancia a la que llegó", "Instance reached", read="milestone.instance"),
        text("rung", "Hasta dónde la adoptó", "How far it took it up", values=tuple(Rung.values),
             read="milestone.rung"),
        day("reached_on", "Fecha", "Date", required=True, read="milestone.reached_on"),
        day("expires_on", "Vence", "Expires", read="milestone.expires_on"),
        text("state", "Estado", "State", values=tuple(MilestoneState.values), required=True,
             read=lambda row, _: row.milestone.state if row.looked_at else MilestoneState.DECLARED.value),
        entity("verified_by", "Entidad que lo verificó", "Entity that verified it",
               read=lambda row, _: row.milestone.verifier_entity_id if row.looked_at else None),
        words("reason", "Qué encontró", "What it found",
              read=lambda row, _: row.milestone.reason if row.looked_at else ""),
    ),
    objects=_milestones,
)  # fmt: skip


class _Filing(NamedTuple):
    number: int
    filing: Filing


def _filings(snapshot: Snapshot) -> Iterable[_Filing]:
    if snapshot.plan.agreement is None:
        return ()
    due = obligations_of(snapshot.plan.agreement, mesa_record(snapshot).today)
    return (_Filing(number, one) for number, one in enumerate(due, 1))


OBLIGATIONS = PublishedTable(
    "obligations",
    "Lo que cada firmante debía entregar",
    "What each signatory had to file",
    "Reportes, autoevaluaciones y tareas de la mesa que vencieron al publicarse el corte, y cuándo llegaron: dos sin "
    "entregar avisan a la entidad, y un año sin respuesta la deja en silencio.",
    "Reports, self-assessments and tasks of the table due when the cut-off was published, and when they came: two "
    "missed notify the entity, and a year without an answer makes it silent.",
    ("obligation",),
    (
        whole("obligation", "Número", "Number", required=True, read="number"),
        entity("entity", "Entidad", "Entity", read="filing.entity"),
        text("kind", "Clase", "Kind", values=(REPORT, ASSESSMENT, TASK), required=True, read="filing.kind"),
        text("subject", "Cuál", "Which", required=True, read="filing.subject"),
        day("due_on", "Vencía", "Due", required=True, read="filing.due_on"),
        day("filed_on", "Llegó; vacío: no ha llegado", "Came; empty: it has not", read="filing.filed_on"),
    ),
    objects=_filings,
)


def standings(snapshot: Snapshot) -> list[ClauseStanding]:
    """Every cell as it stood when the corte was published, for the year of its cut-off: computed once a snapshot."""
    if snapshot.plan.agreement is None:
        return []
    kept = snapshot.__dict__.setdefault("_clause_standings", {})
    if not kept:
        on = mesa_record(snapshot).today
        kept["cells"] = clause_standings(snapshot.plan.agreement, on, year=snapshot.cut_off.year)
    found: list[ClauseStanding] = kept["cells"]
    return found


CLAUSE_STATES = PublishedTable(
    "clause_states",
    "¿Se cumple cada compromiso?",
    "Is each commitment kept?",
    "El estado de cada compromiso para cada firmante, calculado de lo que ya es público; sus cifras están en "
    "clause_figures. «Sin promesa» y «sin instalar» son estados: no hay celdas vacías.",
    "The state of each commitment for each signatory, computed from what is public already; its figures are in "
    "clause_figures. No promise and not installed are states: there are no blank cells.",
    ("clause", "entity"),
    (
        code("clause", "Compromiso", "Commitment", references="clauses.clause", required=True, read="clause.code"),
        entity("entity", "Entidad", "Entity", read="signatory.entity_id"),
        text("state", "Estado", "State", values=tuple(ClauseState), required=True, read="state.value"),
    ),
    objects=standings,
)


class _Figure(NamedTuple):
    cell: ClauseStanding
    figure: ClauseFigure


def _figures(snapshot: Snapshot) -> Iterable[_Figure]:
    return (_Figure(cell, figure) for cell in standings(snapshot) for figure in cell.figures)


CLAUSE_FIGURES = PublishedTable(
    "clause_figures",
    "Las cifras de cada compromiso",
    "The figures of each commitment",
    "De qué se calcula cada estado: lo hecho y lo que tocaba.",
    "What each state is computed from: what was done, of what was due.",
    ("clause", "entity", "figure"),
    (
        code("clause", "Compromiso", "Commitment", references="clauses.clause", required=True,
             read="cell.clause.code"),
        entity("entity", "Entidad", "Entity", read="cell.signatory.entity_id"),
        code("figure", "Cifra", "Figure", required=True, read="figure.name"),
        whole("done", "Hecho", "Done", required=True, read="figure.done"),
        whole("due", "De cuánto; vacío: no es parte de nada", "Of how many; empty: it is part of nothing",
              read="figure.due"),
        text("unit", "Unidad; vacío: se cuenta", "Unit; empty: it is counted", values=("COP",), read="figure.unit"),
    ),
    objects=_figures,
)  # fmt: skip
