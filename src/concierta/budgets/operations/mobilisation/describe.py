"""What is sought, from whom, for which projects, and the papers about it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from concierta.budgets.enums import AmountKind, FunderKind
from concierta.budgets.models import Opportunity
from concierta.budgets.operations.checks import checked_choice, checked_text
from concierta.budgets.operations.mobilisation.figures import Figure, keep_figure
from concierta.budgets.operations.mobilisation.shares import share_out
from concierta.budgets.operations.mobilisation.steps import figure_body, locked, record_opportunity
from concierta.budgets.permissions import check_can_mobilise
from concierta.evidence.models import Evidence
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.origin import Origin
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.plans.models import Plan, Project


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
    record_opportunity(made, "open", "opportunity.opened", "", "", {"parts": parts, **body}, by, at)
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
    parts = share_out(made, projects)
    record_opportunity(made, "describe", "opportunity.described", made.state, "", {"parts": parts}, by, at)
    return made


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


def _checked_person(person: User | None, entity: Entity) -> User | None:
    if person is not None:
        check_has_role(person, Role.REPORTER, entity=entity)
    return person
