"""Who answers, by name, for each pledge, project and indicator; and whoever is left, by their role."""

from concierta.agreements.models import Pledge
from concierta.installation.setup.indicators import CHECKERS, indicator_of
from concierta.installation.setup.journal import Journal, naming
from concierta.installation.setup.reading import Entry, SetupFile, SetupRefused
from concierta.kernel.clock import local_date
from concierta.people.models import Entity, User
from concierta.people.queries import entity_by_code
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan, Project
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.operations import assign, assign_by_role
from concierta.responsibilities.queries import Subject, holder_of

_SUBJECTS = ("pledge", "project", "indicator")
_DUTY_OF = {"reviewer": Duty.REVIEWS, "verifier": Duty.VERIFIES, "presenter": Duty.PRESENTS}


def name_responsibles(setup: SetupFile, plan: Plan, journal: Journal) -> None:
    """What is named by hand goes first: by role only what is left is filled."""
    for entry in setup.of("responsibles"):
        with naming(entry):
            _checkers_of_entity(entry, plan, journal)
    for entry in setup.of("duties"):
        with naming(entry):
            _duty(entry, plan, journal)
    head = setup.one("plan")
    if head is not None and head.get("assign_by_role") and plan.state != PlanState.CLOSED:
        filled = assign_by_role(plan=plan, by=None, at=journal.at)
        if filled:
            journal.made.append(("by_role", f"{filled} por su papel"))


def _checkers_of_entity(entry: Entry, plan: Plan, journal: Journal) -> None:
    """Projects and pledges of an entity that reports take those checkers too, where no indicator says so yet."""
    if "of_reporter" not in entry.values:
        return
    entity = entity_by_code(entry["of_reporter"])
    subjects: list[Subject] = [
        *Pledge.objects.filter(clause__agreement=plan.agreement_id, entity=entity).order_by("code"),
        *Project.objects.filter(plan=plan, entity=entity).select_related("plan").order_by("code"),
    ]
    for subject in subjects:
        for step, code in entry.stated(*CHECKERS).items():
            _name(entry, journal, subject, _DUTY_OF[step], entity_by_code(code), {})


def _duty(entry: Entry, plan: Plan, journal: Journal) -> None:
    subject = _subject(entry, plan)
    duty = Duty(entry["duty"])
    on = entry.get("since", local_date(journal.at))
    known = holder_of(subject, duty, on)
    entity = entity_by_code(entry["entity"]) if "entity" in entry.values else known.entity
    if entity is None:
        raise SetupRefused(f"{entry.place}: diga también «entity»: nadie dice todavía de qué entidad es.")
    people = {step: _account(entry, entry[step]) for step in ("person", "substitute") if step in entry.values}
    _name(entry, journal, subject, duty, entity, people)


def _name(
    entry: Entry, journal: Journal, subject: Subject, duty: Duty, entity: Entity, people: dict[str, User]
) -> None:
    """`people` by step: the person, their substitute; whoever is not said stays as they are."""
    since = entry.get("since", local_date(journal.at))
    known = holder_of(subject, duty, since)
    if known.entity == entity and all(getattr(known, step) == person for step, person in people.items()):
        return journal.keep()
    named = {"subject": subject, "duty": duty, "entity": entity, "since": since, **people}
    journal.make("duty", f"{subject} · {duty.label}", assign, named)


def _subject(entry: Entry, plan: Plan) -> Subject:
    named = [kind for kind in _SUBJECTS if kind in entry.values]
    if len(named) != 1:
        raise SetupRefused(f"{entry.place}: diga «pledge», «project» o «indicator», uno de los tres.")
    code = entry[named[0]]
    if named[0] == "indicator":
        return indicator_of(entry, plan, code)
    found: Subject | None
    if named[0] == "project":
        found = Project.objects.filter(plan=plan, code=code).select_related("plan").first()
    else:
        clause, _, own = code.rpartition("/")
        pledges = Pledge.objects.filter(clause__agreement=plan.agreement_id, code=own)
        of_clause = list(pledges.filter(clause__code=clause) if clause else pledges)
        found = of_clause[0] if len(of_clause) == 1 else None
    if found is None:
        raise SetupRefused(
            f"{entry.place}: el plan no tiene un «{code}», o hay más de uno; de una promesa escriba cláusula/código."
        )
    return found


def _account(entry: Entry, email: str) -> User:
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise SetupRefused(f"{entry.place}: no hay una cuenta con el correo {email}.")
    return found
