"""What signatories bring to projects, and what is sought from others. Cash and in kind are never one column."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from concierta.budgets.enums import AmountKind, ContributionState, DeliveryState, Form
from concierta.budgets.models import Contribution, Delivery, Opportunity, OpportunityAmount, ProjectNeed
from concierta.kernel.keys import join_key
from concierta.publishing.formats.column import Column, ColumnType
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import code, day, entity, flag, origin, pesos, text, whole, words

OPPORTUNITY_STATES = (
    "opportunity", "prepared", "requested", "approved", "agreement_signed", "disbursed", "reported_back", "refused",
    "expired",
)  # fmt: skip
_FOREVER = datetime.max.replace(tzinfo=UTC)
_HELD = (DeliveryState.VERIFIED, DeliveryState.ADJUSTED)


def _moment(snapshot: Snapshot) -> datetime:
    return snapshot.published_at or _FOREVER


def _contributions(snapshot: Snapshot) -> list[tuple[int, Contribution]]:
    """Numbered in the order in which they were offered, also those withdrawn since: a number never moves."""
    offered = (
        Contribution.objects.filter(plan=snapshot.plan, declared_at__lte=_moment(snapshot))
        .select_related("project", "entity", "pledge")
        .prefetch_related("deliveries__evidence", "deliveries__verifier_entity")
        .order_by("declared_at", "pk")
    )
    return [
        (number, contribution)
        for number, contribution in enumerate(offered, start=1)
        if contribution.state != ContributionState.WITHDRAWN and contribution.project_id in snapshot.projects
    ]


def _deliveries(snapshot: Snapshot, contribution: Contribution) -> list[Delivery]:
    shown = [
        delivery
        for delivery in contribution.deliveries.all()
        if delivery.declared_at <= _moment(snapshot) and delivery.state != DeliveryState.WITHDRAWN
    ]
    return sorted(shown, key=lambda delivery: (delivery.declared_at, delivery.pk))


def _status(snapshot: Snapshot, delivery: Delivery) -> str:
    if delivery.verified_at is None or delivery.verified_at > _moment(snapshot):
        return DeliveryState.DECLARED
    return delivery.state


class _Contribution(NamedTuple):
    """A contribution with what had been delivered and what of it was verified and held, as known at publication."""

    number: int
    offer: Contribution
    given: list[Delivery]
    held: list[Delivery]


def _offers(snapshot: Snapshot) -> Iterator[_Contribution]:
    for number, offer in _contributions(snapshot):
        given = _deliveries(snapshot, offer)
        held = [delivery for delivery in given if _status(snapshot, delivery) in _HELD]
        yield _Contribution(number, offer, given, held)


def _pledge(row: _Contribution, snapshot: Snapshot) -> str:
    """As the pledges are published: those of the plan's own agreement."""
    pledge = row.offer.pledge
    if pledge is None or pledge.clause_id not in snapshot.clauses:
        return ""
    return join_key(snapshot.clauses[pledge.clause_id], pledge.code)


def _pesos(row: _Contribution, amounts: list[int | None]) -> int | None:
    return sum(amount or 0 for amount in amounts) if row.offer.form == Form.CASH else None


def _units(row: _Contribution, quantities: list[Decimal | None]) -> Decimal | None:
    if row.offer.form == Form.CASH:
        return None
    return sum((quantity or Decimal(0) for quantity in quantities), Decimal(0))


CONTRIBUTIONS = PublishedTable(
    "contributions",
    "Aportes de los firmantes",
    "Contributions of the signatories",
    "Lo que cada entidad puso o pondrá en un proyecto: pesos, o una cantidad en su unidad. Lo que va en especie "
    "puede estar valorado, con su método; nunca se suma con el dinero.",
    "What each entity put or will put into a project: pesos, or a quantity in its unit. In kind may be valued, with "
    "its method; it is never added to money.",
    ("contribution",),
    (
        whole("contribution", "Número del aporte", "Number of the contribution", required=True, read="number"),
        code("project", "Proyecto", "Project", references="projects.project", required=True, read="offer.project.code"),
        entity("entity", "Entidad que aporta", "Entity that contributes", read="offer.entity.code"),
        code("pledge", "Promesa a la que responde", "Pledge it answers to", references="pledges.pledge", read=_pledge),
        text("kind", "Medios técnicos, humanos, económicos o logísticos",
             "Technical, human, economic or logistic means", values=("technical", "human", "economic", "logistic"),
             required=True, read="offer.kind"),
        text("form", "Dinero o especie", "Cash or in kind", values=("cash", "in_kind"), required=True,
             read="offer.form"),
        words("description", "Qué es", "What it is", read="offer.description"),
        pesos("amount", "Dinero ofrecido", "Cash offered", read="offer.amount"),
        Column("quantity", ColumnType.DECIMAL, "Cantidad ofrecida, en su unidad", "Quantity offered, in its unit",
               read="offer.quantity"),
        text("unit", "Unidad de lo que va en especie", "Unit of what is in kind", read="offer.unit"),
        pesos("unit_value", "Valor de una unidad, si se valoró", "Value of one unit, if valued",
              read="offer.unit_value"),
        words("valuation_method", "Cómo se valoró", "How it was valued", read="offer.valuation_method"),
        day("due_on", "Hasta cuándo", "Until when", read="offer.due_on"),
        pesos("declared_amount", "Dinero que dice haber entregado", "Cash it says it delivered",
              read=lambda row, _: _pesos(row, [delivery.amount for delivery in row.given])),
        Column("declared_quantity", ColumnType.DECIMAL, "Cantidad que dice haber entregado", "Quantity it says it gave",
               read=lambda row, _: _units(row, [delivery.quantity for delivery in row.given])),
        pesos("verified_amount", "Dinero verificado", "Cash verified",
              read=lambda row, _: _pesos(row, [delivery.verified_amount for delivery in row.held])),
        Column("verified_quantity", ColumnType.DECIMAL, "Cantidad verificada", "Quantity verified",
               read=lambda row, _: _units(row, [delivery.verified_quantity for delivery in row.held])),
        *origin("offer."),
    ),
    objects=_offers,
)  # fmt: skip


class _Delivery(NamedTuple):
    contribution: int
    number: int
    delivery: Delivery
    status: str

    @property
    def check(self) -> Delivery | None:
        """The delivery as it was checked; None while it is only declared."""
        return self.delivery if self.status != DeliveryState.DECLARED else None


def _given(snapshot: Snapshot) -> Iterator[_Delivery]:
    for contribution, offer in _contributions(snapshot):
        for number, delivery in enumerate(_deliveries(snapshot, offer), start=1):
            yield _Delivery(contribution, number, delivery, _status(snapshot, delivery))


def _verifier(row: _Delivery, _snapshot: Snapshot) -> str:
    return row.check.verifier_entity.code if row.check and row.check.verifier_entity else ""


def _evidence(row: _Delivery, _snapshot: Snapshot) -> str:
    return "; ".join(sorted(document.file_id for document in row.delivery.evidence.all()))


DELIVERIES = PublishedTable(
    "deliveries",
    "Entregas de los aportes",
    "Deliveries of contributions",
    "Cada entrega que una entidad declara, y lo que otra encontró. Las dos cifras quedan.",
    "Each delivery that an entity declares, and what another found. Both figures stay.",
    ("contribution", "number"),
    (
        whole("contribution", "Aporte", "Contribution", references="contributions.contribution", required=True),
        whole("number", "Número de la entrega", "Number of the delivery", required=True),
        day("delivered_on", "Fecha de entrega", "Delivered on", required=True, read="delivery.delivered_on"),
        pesos("amount", "Dinero declarado", "Cash declared", read="delivery.amount"),
        Column("quantity", ColumnType.DECIMAL, "Cantidad declarada", "Quantity declared", read="delivery.quantity"),
        text("status", "Por verificar, verificada, verificada con ajuste, rechazada o no verificable",
             "To be verified, verified, verified with adjustment, rejected or not verifiable",
             values=("declared", "verified", "adjusted", "rejected", "not_verifiable"), required=True),
        pesos("verified_amount", "Dinero verificado", "Cash verified",
              read=lambda row, _: row.check and row.check.verified_amount),
        Column("verified_quantity", ColumnType.DECIMAL, "Cantidad verificada", "Quantity verified",
               read=lambda row, _: row.check and row.check.verified_quantity),
        entity("verifier", "Entidad que verificó", "Entity that verified", read=_verifier),
        text("method", "Cómo se verificó", "How it was verified",
             read=lambda row, _: row.check.method if row.check else ""),
        words("reason", "Qué encontró", "What it found", read=lambda row, _: row.check.reason if row.check else ""),
        day("verified_on", "Cuándo", "When", read=lambda row, _: row.check and row.check.verified_at),
        text("evidence", "SHA-256 de los soportes", "SHA-256 of the evidence", read=_evidence),
    ),
    objects=_given,
)  # fmt: skip


def _opportunities(snapshot: Snapshot) -> list[Opportunity]:
    sought = Opportunity.objects.filter(plan=snapshot.plan).select_related("entity")
    sought = sought.prefetch_related("steps", "amounts", "projects").order_by("code")
    return [it for it in sought if any(step.at <= _moment(snapshot) for step in it.steps.all())]


def _state(opportunity: Opportunity, snapshot: Snapshot) -> str:
    steps = [step for step in opportunity.steps.all() if step.at <= _moment(snapshot)]
    return max(steps, key=lambda step: (step.at, step.pk)).to_state


def _end_reason(opportunity: Opportunity, snapshot: Snapshot) -> str:
    return opportunity.end_reason if _state(opportunity, snapshot) == opportunity.state else ""


def _figures(opportunity: Opportunity, snapshot: Snapshot) -> list[OpportunityAmount]:
    shown = [figure for figure in opportunity.amounts.all() if figure.recorded_at <= _moment(snapshot)]
    return sorted(shown, key=lambda figure: (figure.on, figure.pk))


def _sum(kind: AmountKind) -> Callable[[Opportunity, Snapshot], int | None]:
    def read(opportunity: Opportunity, snapshot: Snapshot) -> int | None:
        figures = [figure.pesos for figure in _figures(opportunity, snapshot) if figure.kind == kind]
        return sum(figures) if figures else None

    return read


def _in_foreign_currency(opportunity: Opportunity, snapshot: Snapshot) -> bool:
    return any(figure.currency != "COP" for figure in _figures(opportunity, snapshot))


def _projects(opportunity: Opportunity, _snapshot: Snapshot) -> str:
    return "; ".join(sorted(project.code for project in opportunity.projects.all()))


OPPORTUNITIES = PublishedTable(
    "opportunities",
    "Gestión de recursos",
    "Resource mobilisation",
    "El apoyo que se busca en otras entidades, de la idea al informe a quien aportó. Lo solicitado, lo aprobado, "
    "lo convenido y lo desembolsado son cuatro cifras distintas; solo lo desembolsado es un hecho del plan.",
    "Support sought from others, from the idea to the report to who gave. Requested, approved, agreed and disbursed "
    "are four different figures; only what was disbursed is a fact of the plan.",
    ("opportunity",),
    (
        code("opportunity", "Código", "Code", required=True, read="code"),
        text("title", "Qué se busca", "What is sought", required=True),
        text("funder", "A quién se le pide", "Who is asked", required=True),
        text("funder_kind", "Clase de aportante", "Kind of funder", values=("public", "private", "international")),
        entity("entity", "Entidad que la lleva", "Entity in charge", read="entity.code"),
        text("state", "Etapa", "Stage", values=OPPORTUNITY_STATES, required=True, read=_state),
        words("end_reason", "Por qué se negó o venció", "Why it was refused or expired", read=_end_reason),
        words("conditions", "Condiciones", "Conditions"),
        pesos("expected", "Por solicitar", "To be requested", read=_sum(AmountKind.EXPECTED)),
        pesos("requested", "Solicitado", "Requested", read=_sum(AmountKind.REQUESTED)),
        pesos("approved", "Aprobado", "Approved", read=_sum(AmountKind.APPROVED)),
        pesos("agreed", "Convenido", "Agreed", read=_sum(AmountKind.AGREED)),
        pesos("disbursed", "Desembolsado", "Disbursed", read=_sum(AmountKind.DISBURSED)),
        flag("foreign_currency", "Alguna cifra se dijo en otra moneda", "Some figure was said in another currency",
             read=_in_foreign_currency),
        text("projects", "Proyectos, separados por «; »", "Projects, separated by “; ”", read=_projects),
        *origin(source=lambda *_: ""),
    ),
    objects=_opportunities,
)  # fmt: skip


class _Amount(NamedTuple):
    opportunity: str
    number: int
    figure: OpportunityAmount


def _amounts(snapshot: Snapshot) -> Iterator[_Amount]:
    for opportunity in _opportunities(snapshot):
        for number, figure in enumerate(_figures(opportunity, snapshot), start=1):
            yield _Amount(opportunity.code, number, figure)


OPPORTUNITY_AMOUNTS = PublishedTable(
    "opportunity_amounts",
    "Cifras de la gestión de recursos",
    "Figures of resource mobilisation",
    "Cada cifra en la moneda en que se dijo, con la tasa y su fecha cuando no es en pesos.",
    "Each figure in the currency it was said in, with the rate and its date when it is not in pesos.",
    ("opportunity", "number"),
    (
        code("opportunity", "Gestión", "Opportunity", references="opportunities.opportunity", required=True),
        whole("number", "Número de la cifra", "Number of the figure", required=True),
        text("kind", "Qué es", "What it is", required=True, read="figure.kind"),
        day("on", "Fecha", "Date", required=True, read="figure.on"),
        Column("amount", ColumnType.DECIMAL, "Valor en su moneda", "Amount in its currency", required=True,
               read="figure.amount"),
        text("currency", "Moneda (ISO 4217)", "Currency (ISO 4217)", required=True, read="figure.currency"),
        Column("rate", ColumnType.DECIMAL, "Pesos por unidad", "Pesos per unit", read="figure.rate"),
        day("rate_on", "Fecha de la tasa", "Date of the rate", read="figure.rate_on"),
        text("rate_source", "Quién dice la tasa", "Who says the rate", read="figure.rate_source"),
        pesos("pesos", "En pesos", "In pesos", read="figure.pesos"),
    ),
    objects=_amounts,
)  # fmt: skip


def _project_needs(snapshot: Snapshot) -> list[ProjectNeed]:
    stated = ProjectNeed.objects.filter(project__in=list(snapshot.projects), fiscal_year__lte=snapshot.cut_off.year)
    return sorted(stated, key=lambda need: (snapshot.projects[need.project_id].code, need.fiscal_year))


PROJECT_NEEDS = PublishedTable(
    "project_needs",
    "Lo que cuesta cada proyecto",
    "What each project costs",
    "El costo estimado de un proyecto en un año, y quién lo estimó: contra él se mide lo que falta.",
    "The estimated cost of a project in a year, and who estimated it: the gap is measured against it.",
    ("project", "fiscal_year"),
    (
        code("project", "Proyecto", "Project", references="projects.project", required=True,
             read=lambda need, snapshot: snapshot.projects[need.project_id].code),
        whole("fiscal_year", "Vigencia", "Fiscal year", required=True),
        pesos("amount", "Costo estimado", "Estimated cost"),
        text("source", "Quién lo estimó", "Who estimated it", required=True),
    ),
    objects=_project_needs,
)  # fmt: skip
