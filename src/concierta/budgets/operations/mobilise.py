"""Means sought from others: the acts from an idea to the report back to who gave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from concierta.budgets.enums import AmountKind, FunderKind
from concierta.budgets.models import BudgetLine, Opportunity, OpportunityAmount, OpportunityShare
from concierta.budgets.operations.checks import checked_choice, checked_past, checked_text
from concierta.budgets.operations.mobilise_steps import figure_body, locked, record_opportunity, take_step
from concierta.budgets.operations.sentences import refusal_of
from concierta.budgets.permissions import check_can_mobilise
from concierta.engines.finance import PESO, MoneyRefused, to_pesos
from concierta.evidence.models import Evidence
from concierta.kernel.clock import date_in_bogota
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.kernel.origin import Origin
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.plans.models import Plan, Project


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as it was said; in another currency with its rate in pesos a unit, the day of the rate and who says."""

    amount: Decimal
    currency: str = PESO
    rate: Decimal | None = None
    rate_on: date | None = None
    rate_source: str = ""


@transaction.atomic
def open_opportunity(
    *,
    plan: Plan,
    code: str,
    title: str,
    funder: str,
    funder_kind: FunderKind,
    entity: Entity,
    projects: Iterable[Project] | Mapping[Project, int],
    person: User | None = None,
    description: str = "",
    conditions: str = "",
    expected: Figure | None = None,
    origin: Origin = Origin.OWN,
    by: User | None,
    at: datetime,
) -> Opportunity:
    """Put an opportunity on the board: who might give, for which projects, who follows it up.

    `projects` may weigh them against each other: {project: parts}. `funder` names an organisation, never a person.
    """
    check_can_mobilise(by, plan, entity)
    code = checked_text(code, "code", 20)
    if Opportunity.objects.filter(plan=plan, code=code).exists():
        raise Invalid(gettext_noop("El plan ya tiene una gestión con el código «%(code)s»."), field="code", code=code)
    made = Opportunity.objects.create(
        plan=plan,
        code=code,
        title=checked_text(title, "title", 200),
        description=description.strip(),
        funder=checked_text(funder, "funder", 200),
        funder_kind=checked_choice(funder_kind, FunderKind, "funder_kind"),
        conditions=conditions.strip(),
        entity=entity,
        person=_checked_person(person, entity),
        saved_at=at,
        origin=origin,
    )
    _share(made, projects)
    body = figure_body(_keep(made, AmountKind.EXPECTED, expected, date_in_bogota(at), at)) if expected else {}
    record_opportunity(made, "open", "opportunity.opened", "", "", body, by, at)
    return made


@transaction.atomic
def describe_opportunity(
    *,
    opportunity: Opportunity,
    title: str,
    description: str,
    conditions: str,
    projects: Iterable[Project] | Mapping[Project, int],
    person: User | None,
    by: User | None,
    at: datetime,
) -> Opportunity:
    """Change the words, the projects and who follows it up. Figures and states change only by their own acts."""
    made = locked(opportunity)
    check_can_mobilise(by, made.plan, made.entity)
    made.title = checked_text(title, "title", 200)
    made.description, made.conditions = description.strip(), conditions.strip()
    made.person, made.saved_at = _checked_person(person, made.entity), at
    made.save(update_fields=["title", "description", "conditions", "person", "saved_at"])
    made.shares.all().delete()
    _share(made, projects)
    record_opportunity(made, "describe", "opportunity.described", made.state, "", {}, by, at)
    return made


@transaction.atomic
def prepare_opportunity(
    *, opportunity: Opportunity, expected: Figure | None = None, note: str = "", by: User | None, at: datetime
) -> Opportunity:
    """The papers are ready to be sent; `expected` is what will be asked for."""
    return _advance(opportunity, "prepare", AmountKind.EXPECTED, expected, None, note, by, at)


@transaction.atomic
def request_support(
    *, opportunity: Opportunity, requested: Figure, on: date, note: str = "", by: User | None, at: datetime
) -> Opportunity:
    """It was asked for, on a day."""
    return _advance(opportunity, "request", AmountKind.REQUESTED, requested, on, note, by, at)


@transaction.atomic
def record_approval(
    *, opportunity: Opportunity, approved: Figure, on: date, note: str = "", by: User | None, at: datetime
) -> Opportunity:
    """The funder said yes, to this much: less, or more, than was asked for. The request stays as it was."""
    return _advance(opportunity, "approve", AmountKind.APPROVED, approved, on, note, by, at)


@transaction.atomic
def record_agreement(
    *,
    opportunity: Opportunity,
    agreed: Figure,
    on: date,
    conditions: str = "",
    note: str = "",
    by: User | None,
    at: datetime,
) -> Opportunity:
    """The agreement was signed, for this much and on these conditions."""
    made = locked(opportunity)
    if conditions.strip():
        made.conditions = conditions.strip()
        made.save(update_fields=["conditions"])
    return _advance(made, "sign", AmountKind.AGREED, agreed, on, note, by, at)


@transaction.atomic
def record_disbursement(
    *,
    opportunity: Opportunity,
    disbursed: Figure,
    on: date,
    line: BudgetLine | None = None,
    note: str = "",
    by: User | None,
    at: datetime,
) -> Opportunity:
    """Money came. `line`: the budget line that already holds it, so that it is not counted twice as funding.

    Refuses more than was agreed, all disbursements together, where both are in the same currency.
    """
    made = locked(opportunity)
    if line is not None and (line.plan_id != made.plan_id):
        raise Invalid(gettext_noop("La línea no es de este plan."), field="line")
    agreed = made.amounts.filter(kind=AmountKind.AGREED).first()
    came = made.amounts.filter(kind=AmountKind.DISBURSED, currency=disbursed.currency)
    if agreed is not None and agreed.currency == disbursed.currency:
        total = sum((one.amount for one in came), Decimal(disbursed.amount))
        if total > agreed.amount:
            raise Refusal(
                gettext_noop(
                    "Con este desembolso llegarían %(total)s %(currency)s y se convinieron %(agreed)s: revise el "
                    "valor o registre el convenio modificado como otra gestión."
                ),
                total=f"{total:f}",
                currency=disbursed.currency,
                agreed=f"{agreed.amount:f}",
            )
    return _advance(made, "disburse", AmountKind.DISBURSED, disbursed, on, note, by, at, line=line)


@transaction.atomic
def report_to_funder(*, opportunity: Opportunity, on: date, note: str, by: User | None, at: datetime) -> Opportunity:
    """Who gave was told what became of it."""
    checked_text(note, "note")
    return _advance(opportunity, "report_back", None, None, on, note, by, at)


@transaction.atomic
def record_refusal(*, opportunity: Opportunity, reason: str, by: User | None, at: datetime) -> Opportunity:
    """The funder said no, and why."""
    return _end(opportunity, "refuse", reason, by, at)


@transaction.atomic
def expire_opportunity(*, opportunity: Opportunity, reason: str, by: User | None, at: datetime) -> Opportunity:
    """It ran out: a call that closed, an approval nobody took up."""
    return _end(opportunity, "expire", reason, by, at)


@transaction.atomic
def attach_document(*, opportunity: Opportunity, document: Evidence, by: User | None, at: datetime) -> Opportunity:
    """Put a paper (the request, the answer, the agreement) beside the opportunity."""
    made = locked(opportunity)
    check_can_mobilise(by, made.plan, made.entity)
    if document.entity_id not in (made.entity_id, made.plan.secretariat_id):
        raise Invalid(
            gettext_noop("«%(title)s» no es un documento de %(entity)s."),
            field="document",
            title=document.title,
            entity=made.entity.short_name,
        )
    made.documents.add(document)
    record_opportunity(
        made, "document", "opportunity.document_attached", made.state, "", {"document": document.file_id}, by, at
    )
    return made


def _advance(
    opportunity: Opportunity,
    act: str,
    kind: AmountKind | None,
    figure: Figure | None,
    on: date | None,
    note: str,
    by: User | None,
    at: datetime,
    *,
    line: BudgetLine | None = None,
) -> Opportunity:
    made = locked(opportunity)
    check_can_mobilise(by, made.plan, made.entity)
    today = date_in_bogota(at)
    day = checked_past(on, today, "on") if on else today
    body = {}
    if kind is not None and figure is not None:
        body = figure_body(_keep(made, kind, figure, day, at, line=line))
    return take_step(made, act, note.strip(), {"on": day.isoformat(), **body}, by, at)


def _end(opportunity: Opportunity, act: str, reason: str, by: User | None, at: datetime) -> Opportunity:
    made = locked(opportunity)
    check_can_mobilise(by, made.plan, made.entity)
    made.end_reason = checked_text(reason, "reason")
    return take_step(made, act, made.end_reason, {}, by, at, fields=("end_reason",))


def _keep(
    opportunity: Opportunity,
    kind: AmountKind,
    figure: Figure,
    on: date,
    at: datetime,
    *,
    line: BudgetLine | None = None,
) -> OpportunityAmount:
    """The figure with the pesos it came to. What was asked, approved and agreed is one figure each, said once."""
    currency = figure.currency.strip().upper()
    if len(currency) != 3 or not currency.isalpha():
        raise Invalid(gettext_noop("Escriba la moneda con tres letras, por ejemplo COP o USD."), field="currency")
    try:
        pesos = to_pesos(figure.amount, currency, figure.rate)
    except MoneyRefused as refused:
        raise refusal_of(refused) from refused
    if pesos <= 0:
        raise Invalid(gettext_noop("El valor en pesos debe ser mayor que cero."), field="amount")
    if Decimal(figure.amount) != Decimal(figure.amount).quantize(Decimal("0.01")):
        raise Invalid(gettext_noop("Un valor en otra moneda lleva a lo sumo dos decimales."), field="amount")
    if currency != PESO and (figure.rate_on is None or not figure.rate_source.strip()):
        raise Invalid(gettext_noop("Diga de qué día es la tasa de cambio y de dónde se tomó."), field="rate_on")
    if kind != AmountKind.DISBURSED:
        opportunity.amounts.filter(kind=kind).delete()
    return OpportunityAmount.objects.create(
        opportunity=opportunity,
        kind=kind,
        amount=figure.amount,
        currency=currency,
        rate=figure.rate,
        rate_on=None if currency == PESO else figure.rate_on,
        rate_source="" if currency == PESO else figure.rate_source.strip()[:200],
        pesos=pesos,
        on=on,
        line=line,
        recorded_at=at,
    )


def _share(opportunity: Opportunity, projects: Iterable[Project] | Mapping[Project, int]) -> None:
    parts = dict(projects) if isinstance(projects, Mapping) else dict.fromkeys(projects, 1)
    if not parts:
        raise Invalid(gettext_noop("Diga para qué proyectos se busca el apoyo."), field="projects")
    for project, share in parts.items():
        if project.plan_id != opportunity.plan_id or share < 1:
            raise Invalid(
                gettext_noop("El proyecto «%(project)s» no es de este plan."), field="projects", project=project.code
            )
    OpportunityShare.objects.bulk_create(
        OpportunityShare(opportunity=opportunity, project=project, parts=share) for project, share in parts.items()
    )


def _checked_person(person: User | None, entity: Entity) -> User | None:
    if person is not None:
        check_has_role(person, Role.REPORTER, entity=entity)
    return person
