"""The public contracts that a project's money went to."""

from datetime import date, datetime

from django.db import transaction

from concierta.budgets.models import BudgetLine, Contract
from concierta.budgets.operations.checks import checked_pesos, checked_text
from concierta.budgets.permissions import check_can_keep_budget
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.origin import Origin
from concierta.ledger.operations import record_event
from concierta.people.models import User
from concierta.plans.models import Project


@transaction.atomic
def link_contract(
    *,
    project: Project,
    process_id: str,
    url: str,
    number: str = "",
    subject: str = "",
    value: int | None = None,
    signed_on: date | None = None,
    line: BudgetLine | None = None,
    origin: Origin = Origin.OWN,
    by: User | None,
    at: datetime,
) -> Contract:
    """Say which public contract a project's money went to, by its SECOP process; said again, it is described anew."""
    plan = project.plan
    check_can_keep_budget(by, plan)
    process = checked_text(process_id, "process_id", 80)
    if not url.startswith(("https://", "http://")) or len(url) > 400:
        raise Invalid(gettext_noop("Escriba la dirección del proceso, que empieza por https://."), field="url")
    if line is not None and line.project_id != project.pk:
        raise Invalid(gettext_noop("La línea no es de este proyecto."), field="line")
    contract, _made = Contract.objects.update_or_create(
        project=project,
        process_id=process,
        defaults={
            "plan": plan,
            "entity": project.entity,
            "line": line,
            "number": checked_text(number, "number", 80, blank=True),
            "url": url,
            "subject": subject.strip(),
            "value": None if value is None else checked_pesos(value, "value"),
            "signed_on": signed_on,
            "origin": origin,
        },
    )
    record_event(
        kind="budget.contract_linked",
        subject=f"{plan.slug}/{project.code}/{process}",
        plan=plan.slug,
        body={
            "process": process,
            "project": project.code,
            "url": url,
            "value": None if contract.value is None else str(contract.value),
        },
        by=by,
        entity=plan.secretariat,
        at=at,
    )
    return contract


@transaction.atomic
def unlink_contract(*, contract: Contract, reason: str, by: User | None, at: datetime) -> None:
    """A process that was not this project's."""
    plan = contract.plan
    check_can_keep_budget(by, plan)
    why = checked_text(reason, "reason")
    record_event(
        kind="budget.contract_unlinked",
        subject=f"{plan.slug}/{contract.project.code}/{contract.process_id}",
        plan=plan.slug,
        body={
            "process": contract.process_id,
            "project": contract.project.code,
        },
        sealed={"reason": why},
        by=by,
        entity=plan.secretariat,
        at=at,
    )
    contract.delete()
