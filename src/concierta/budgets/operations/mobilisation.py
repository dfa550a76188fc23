"""An opportunity to obtain means: described, figured, shared among projects, and followed up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm

from django.db import transaction

from concierta.budgets.enums import AmountKind, FunderKind, Stage
from concierta.budgets.models import (
    BudgetLine,
    Opportunity,
    OpportunityAmount,
    OpportunityContact,
    OpportunityDeadline,
    OpportunityShare,
    OpportunityStep,
)
from concierta.budgets.operations.checks import LARGEST, refusal_of, said
from concierta.budgets.permissions import check_can_mobilise
from concierta.budgets.workflow import MOBILISATION_WORKFLOW
from concierta.engines.finance import PESO, MoneyRefused, to_pesos
from concierta.evidence.models import Evidence
from concierta.kernel.checked import checked_choice, checked_past, checked_text
from concierta.kernel.clock import local_date
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.origin import Origin
from concierta.ledger.acts import ActsOn
from concierta.ledger.locking import locked
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.plans.models import Plan, Project


def parts_of(
    amounts: Mapping[Project, Decimal | None], asked: Decimal | None, currency: str = PESO
) -> dict[Project, int]:
    """The parts of each project, from how much of `asked` is for each: alike where nobody says any amount.

    Refuses an amount for some of them only, and amounts that do not add up to what is asked for. `field` of the refusal
    is the project's own, "share-" and its primary key.
    """
    told = {project: amount for project, amount in amounts.items() if amount is not None}
    if not told:
        return dict.fromkeys(amounts, 1)
    for project in amounts:
        if told.get(project, Decimal(0)) <= 0:
            raise Invalid(
                gettext_noop("Diga cuánto es para «%(project)s», o deje en blanco lo de todos los proyectos."),
                field=f"share-{project.pk}",
                project=project.code,
            )
    if asked is None:
        raise Invalid(
            gettext_noop("Diga cuánto se pide en total, o deje en blanco lo de cada proyecto."), field="amount"
        )
    if asked > LARGEST:
        raise Invalid(gettext_noop("Es un valor demasiado grande."), field="amount")
    _check_sum(told, asked, currency)
    scale = lcm(*(Fraction(amount).denominator for amount in told.values()))
    whole = [int(Fraction(amount) * scale) for amount in told.values()]
    return {project: part // gcd(*whole) for project, part in zip(told, whole, strict=True)}


def share_out(opportunity: Opportunity, projects: Iterable[Project] | Mapping[Project, int]) -> dict[str, int]:
    """Write who the support is for, in place of what was said before; the parts by project code, for the ledger."""
    parts = dict(projects) if isinstance(projects, Mapping) else dict.fromkeys(projects, 1)
    if not parts:
        raise Invalid(gettext_noop("Diga para qué proyectos se busca el apoyo."), field="projects")
    for project, part in parts.items():
        if project.plan_id != opportunity.plan_id:
            raise Invalid(
                gettext_noop("El proyecto «%(project)s» no es de este plan."), field="projects", project=project.code
            )
        if not 0 < part <= LARGEST:
            raise Invalid(
                gettext_noop("La parte de «%(project)s» debe ser mayor que cero."),
                field="projects",
                project=project.code,
            )
    opportunity.shares.all().delete()
    OpportunityShare.objects.bulk_create(
        OpportunityShare(opportunity=opportunity, project=project, parts=part) for project, part in parts.items()
    )
    return {project.code: part for project, part in sorted(parts.items(), key=lambda one: one[0].code)}


def _check_sum(told: Mapping[Project, Decimal], asked: Decimal, currency: str) -> None:
    total = sum(told.values(), Decimal(0))
    if total == asked:
        return
    sentence = (
        gettext_noop("Lo de los proyectos suma %(total)s y el total es %(asked)s: faltan %(gap)s.")
        if total < asked
        else gettext_noop("Lo de los proyectos suma %(total)s y el total es %(asked)s: sobran %(gap)s.")
    )
    raise Invalid(
        sentence,
        field=f"share-{next(reversed(list(told))).pk}",
        total=said(total, currency),
        asked=said(asked, currency),
        gap=said(abs(asked - total), currency),
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as it was said; in another currency with its rate in pesos a unit, the day of the rate and who says."""

    amount: Decimal
    currency: str = PESO
    rate: Decimal | None = None
    rate_on: date | None = None
    rate_source: str = ""


def keep_figure(
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
    if pesos > LARGEST:
        raise Invalid(gettext_noop("Es un valor demasiado grande."), field="amount")
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
        rate_source="" if currency == PESO else checked_text(figure.rate_source, "rate_source", 200),
        pesos=pesos,
        on=on,
        line=line,
        recorded_at=at,
    )


def locked_opportunity(opportunity: Opportunity) -> Opportunity:
    return locked(opportunity, "plan__secretariat", "plan__agreement", "entity")


def _said(opportunity: Opportunity) -> dict[str, object]:
    """Contacts are personal data and never come here."""
    return {
        "code": opportunity.code,
        "funder": opportunity.funder,
        "funder_kind": opportunity.funder_kind,
        "projects": sorted(opportunity.projects.values_list("code", flat=True)),
        "state": str(Stage(opportunity.state).value),
    }


OPPORTUNITY_ACTS = ActsOn[Opportunity](
    workflow=MOBILISATION_WORKFLOW,
    history=OpportunityStep,
    row="opportunity",
    subject=lambda opportunity: f"{opportunity.plan.slug}/opportunity/{opportunity.code}",
    plan=lambda opportunity: opportunity.plan.slug,
    says=_said,
)


def figure_body(figure: OpportunityAmount) -> dict[str, object]:
    """One figure as the ledger says it."""
    return {
        "figure": figure.kind,
        "amount": plain(figure.amount),
        "currency": figure.currency,
        "pesos": str(figure.pesos),
        "rate": plain(figure.rate),
        "rate_on": figure.rate_on.isoformat() if figure.rate_on else None,
    }


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
    parts = share_out(made, projects)
    body = figure_body(keep_figure(made, AmountKind.EXPECTED, expected, local_date(at), at)) if expected else {}
    OPPORTUNITY_ACTS.record_act(
        made, "open", "opportunity.opened", source="", body={"parts": parts, **body}, by=by, entity=entity, at=at
    )
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
    made = locked_opportunity(opportunity)
    check_can_mobilise(by, made.plan, made.entity)
    made.title = checked_text(title, "title", 200)
    made.description, made.conditions = description.strip(), conditions.strip()
    made.person, made.saved_at = _checked_person(person, made.entity), at
    made.save(update_fields=["title", "description", "conditions", "person", "saved_at"])
    parts = share_out(made, projects)
    _record(made, "describe", "opportunity.described", {"parts": parts}, by, at)
    return made


@transaction.atomic
def attach_document(*, opportunity: Opportunity, document: Evidence, by: User | None, at: datetime) -> Opportunity:
    """Put a paper (the request, the answer, the agreement) beside the opportunity."""
    made = locked_opportunity(opportunity)
    check_can_mobilise(by, made.plan, made.entity)
    if document.entity_id not in (made.entity_id, made.plan.secretariat_id):
        raise Invalid(
            gettext_noop("«%(title)s» no es un documento de %(entity)s."),
            field="document",
            title=document.title,
            entity=made.entity.short_name,
        )
    made.documents.add(document)
    _record(made, "document", "opportunity.document_attached", {"document": document.file_id}, by, at)
    return made


def _record(
    opportunity: Opportunity, act: str, event: str, body: Mapping[str, object], by: User | None, at: datetime
) -> None:
    """Record an act that leaves the opportunity in the state it is in."""
    OPPORTUNITY_ACTS.record_act(opportunity, act, event, body=body, by=by, entity=opportunity.entity, at=at)


def _checked_person(person: User | None, entity: Entity) -> User | None:
    if person is not None:
        check_has_role(person, Role.REPORTER, entity=entity)
    return person


#: How long a contact may be kept without asking again [D].
LONGEST_KEPT_DAYS = 730


@transaction.atomic
def set_deadline(
    *, opportunity: Opportunity, what: str, due_on: date, by: User | None, at: datetime
) -> OpportunityDeadline:
    """Something to do for this opportunity by a day; it enters the reminders of who follows it up."""
    check_can_mobilise(by, opportunity.plan, opportunity.entity)
    made = OpportunityDeadline.objects.create(
        opportunity=opportunity, what=checked_text(what, "what", 200), due_on=due_on
    )
    body = {"due_on": due_on.isoformat(), "deadline": made.pk}
    _record(opportunity, "deadline", "opportunity.deadline_set", body, by, at)
    return made


@transaction.atomic
def meet_deadline(
    *, deadline: OpportunityDeadline, done_on: date, by: User | None, at: datetime
) -> OpportunityDeadline:
    """What was to be done was done, on a day."""
    opportunity = deadline.opportunity
    check_can_mobilise(by, opportunity.plan, opportunity.entity)
    deadline.done_on = checked_past(done_on, local_date(at), "done_on")
    deadline.save(update_fields=["done_on"])
    body = {"done_on": done_on.isoformat(), "deadline": deadline.pk}
    _record(opportunity, "deadline_met", "opportunity.deadline_met", body, by, at)
    return deadline


@transaction.atomic
def keep_contact(
    *,
    opportunity: Opportunity,
    name: str,
    keep_until: date,
    position: str = "",
    email: str = "",
    phone: str = "",
    purpose: str = "",
    by: User | None,
    at: datetime,
) -> OpportunityContact:
    """Keep whom to talk to about this opportunity, until a day at most two years ahead. Never published, never in the
    ledger: nothing of it can be taken back from there."""
    check_can_mobilise(by, opportunity.plan, opportunity.entity)
    today = local_date(at)
    if not today <= keep_until or (keep_until - today).days > LONGEST_KEPT_DAYS:
        raise Invalid(
            gettext_noop("Diga hasta cuándo se guarda este contacto: a más tardar en dos años."), field="keep_until"
        )
    if not (email.strip() or phone.strip()):
        raise Invalid(gettext_noop("Escriba un correo o un teléfono."), field="email")
    return OpportunityContact.objects.create(
        opportunity=opportunity,
        name=checked_text(name, "name", 120),
        position=checked_text(position, "position", 120, blank=True),
        email=email.strip(),
        phone=checked_text(phone, "phone", 40, blank=True),
        purpose=checked_text(purpose.strip() or f"Dar seguimiento a la gestión {opportunity.code}.", "purpose", 200),
        keep_until=keep_until,
    )


@transaction.atomic
def forget_contact(*, contact: OpportunityContact, by: User | None, at: datetime) -> None:
    """Erase a contact: nothing of it remains."""
    check_can_mobilise(by, contact.opportunity.plan, contact.opportunity.entity)
    contact.delete()


@transaction.atomic
def forget_expired_contacts(*, on: date, by: None, at: datetime) -> int:
    """Erase every contact whose day has passed; how many. Run with the daily reminders."""
    gone, _ = OpportunityContact.objects.filter(keep_until__lt=on).delete()
    return gone
