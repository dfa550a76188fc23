"""What surrounds an opportunity and is nobody else's business: dates to keep, and whom to call."""

from datetime import date, datetime

from django.db import transaction

from concierta.budgets.models import Opportunity, OpportunityContact, OpportunityDeadline
from concierta.budgets.operations.checks import checked_past, checked_text
from concierta.budgets.operations.mobilisation.steps import record_opportunity
from concierta.budgets.permissions import check_can_mobilise
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.people.models import User

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
    record_opportunity(
        opportunity,
        "deadline",
        "opportunity.deadline_set",
        opportunity.state,
        "",
        {"due_on": due_on.isoformat(), "deadline": made.pk},
        by,
        at,
    )
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
    record_opportunity(
        opportunity,
        "deadline_met",
        "opportunity.deadline_met",
        opportunity.state,
        "",
        {"done_on": done_on.isoformat(), "deadline": deadline.pk},
        by,
        at,
    )
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
