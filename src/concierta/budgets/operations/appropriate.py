"""The annual investment plan kept by hand: funds, lines, needs, and the contracts its money went to."""

from datetime import date, datetime

from django.db import transaction

from concierta.budgets.enums import FundingKind, Vintage
from concierta.budgets.matrix.lines import line_key
from concierta.budgets.models import BudgetLine, Contract, FundingSource, ProjectNeed
from concierta.budgets.operations.checks import checked_pesos, checked_year
from concierta.budgets.permissions import check_can_keep_budget
from concierta.kernel.checked import checked_choice, checked_text
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, Territory, User
from concierta.plans.models import Activity, Plan, Product, Project
from concierta.plans.operations.acts import record_in_plan


@transaction.atomic
def define_funding_source(
    *, plan: Plan, code: str, name: str, kind: FundingKind, classification: str = "", by: User | None, at: datetime
) -> FundingSource:
    """Name a source of money, or describe again one that the plan has: `code` is what the budget calls it."""
    check_can_keep_budget(by, plan)
    code = checked_text(code, "code", 40)
    source, _made = FundingSource.objects.update_or_create(
        plan=plan,
        code=code,
        defaults={
            "name": checked_text(name, "name", 300),
            "kind": checked_choice(kind, FundingKind, "kind"),
            "classification": checked_text(classification, "classification", 200, blank=True),
        },
    )
    record_in_plan(
        kind="budget.funding_source_defined",
        subject=f"{plan.slug}/fund/{code}",
        plan=plan,
        body={"code": code, "kind": source.kind, "name": source.name},
        by=by,
        at=at,
    )
    return source


@transaction.atomic
def define_line(
    *,
    plan: Plan,
    fiscal_year: int,
    project: Project,
    funding_source: FundingSource,
    initial: int,
    product: Product | None = None,
    activity: Activity | None = None,
    entity: Entity | None = None,
    territory: Territory | None = None,
    bpin: str = "",
    object_code: str = "",
    object_name: str = "",
    vintage: Vintage = Vintage.CURRENT,
    source: str = "",
    origin: Origin = Origin.OWN,
    by: User | None,
    at: datetime,
) -> BudgetLine:
    """Set `initial` whole pesos aside for a project, or for one product or activity of it, from one source.

    A line is told apart by what it pays, from what and where: a second one for the same is refused.
    """
    check_can_keep_budget(by, plan)
    if activity is not None and product is None:
        product = activity.product
    _check_parts(plan, project, product, activity, funding_source)
    if origin == Origin.OFFICIAL:
        raise Invalid(gettext_noop("Una línea oficial entra con su archivo, no a mano."), field="origin")
    year = checked_year(fiscal_year, plan)
    key = _key(project, product, activity, funding_source, territory, object_code, vintage)
    if BudgetLine.objects.filter(plan=plan, fiscal_year=year, key=key).exists():
        raise Refusal(
            gettext_noop(
                "El %(year)s ya tiene una línea para eso mismo, de la fuente «%(fund)s»: cambie su valor con una "
                "modificación."
            ),
            year=year,
            fund=funding_source.name,
        )
    line = BudgetLine.objects.create(
        plan=plan,
        fiscal_year=year,
        key=key,
        vintage=checked_choice(vintage, Vintage, "vintage"),
        entity=entity or project.entity,
        project=project,
        project_code=project.code,
        project_name=project.name,
        product=product,
        activity=activity,
        activity_code=activity.code if activity else "",
        activity_name=activity.name if activity else "",
        funding_source=funding_source,
        territory=territory or (activity.territory if activity else None),
        bpin=checked_text(bpin or project.bpin, "bpin", 20, blank=True),
        object_code=checked_text(object_code, "object_code", 40, blank=True),
        object_name=checked_text(object_name, "object_name", 300, blank=True),
        initial=checked_pesos(initial, "initial", zero=True),
        origin=origin,
        source=checked_text(source, "source", 300, blank=True),
    )
    record_in_plan(
        kind="budget.line_defined",
        subject=f"{plan.slug}/{year}/{project.code}",
        plan=plan,
        body={
            "bpin": line.bpin,
            "entity": line.entity.code,
            "fiscal_year": year,
            "fund": funding_source.code,
            "initial": str(line.initial),
            "line": key,
            "origin": origin.value,
            "project": project.code,
        },
        by=by,
        at=at,
    )
    return line


@transaction.atomic
def state_need(
    *, project: Project, fiscal_year: int, amount: int, source: str, by: User | None, at: datetime
) -> ProjectNeed:
    """Say what a project is estimated to cost in a year, and who estimated it; a later estimate replaces it."""
    plan = project.plan
    check_can_keep_budget(by, plan)
    year = checked_year(fiscal_year, plan)
    need, _made = ProjectNeed.objects.update_or_create(
        project=project,
        fiscal_year=year,
        defaults={
            "amount": checked_pesos(amount, "amount", zero=True),
            "source": checked_text(source, "source", 300),
        },
    )
    record_in_plan(
        kind="budget.need_stated",
        subject=f"{plan.slug}/{year}/{project.code}",
        plan=plan,
        body={"amount": str(need.amount), "fiscal_year": year, "project": project.code, "source": need.source},
        by=by,
        at=at,
    )
    return need


def _key(
    project: Project,
    product: Product | None,
    activity: Activity | None,
    fund: FundingSource,
    territory: Territory | None,
    object_code: str,
    vintage: Vintage,
) -> str:
    """Begins with "=", which no file's key does: what is kept by hand is never taken for a file's line."""
    part = f"{activity.code}#{activity.occurrence}" if activity else ""
    where = territory.code if territory else ""
    words = (project.code, product.code if product else "", part, object_code.strip(), fund.code, where, str(vintage))
    return line_key(f"={'|'.join(words)}")


def _check_parts(
    plan: Plan, project: Project, product: Product | None, activity: Activity | None, fund: FundingSource
) -> None:
    if project.plan_id != plan.pk or fund.plan_id != plan.pk:
        raise Invalid(gettext_noop("El proyecto y la fuente deben ser del plan «%(plan)s»."), plan=plan.name)
    if product is not None and product.project_id != project.pk:
        raise Invalid(
            gettext_noop("El producto no es del proyecto «%(project)s»."), field="product", project=project.code
        )
    if activity is not None and (product is None or activity.product_id != product.pk):
        raise Invalid(
            gettext_noop("La actividad no es del producto «%(product)s»."),
            field="activity",
            product=product.code if product else "",
        )


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
    record_in_plan(
        kind="budget.contract_linked",
        subject=f"{plan.slug}/{project.code}/{process}",
        plan=plan,
        body={
            "process": process,
            "project": project.code,
            "url": url,
            "value": None if contract.value is None else str(contract.value),
        },
        by=by,
        at=at,
    )
    return contract


@transaction.atomic
def unlink_contract(*, contract: Contract, reason: str, by: User | None, at: datetime) -> None:
    """A process that was not this project's."""
    plan = contract.plan
    check_can_keep_budget(by, plan)
    why = checked_text(reason, "reason")
    record_in_plan(
        kind="budget.contract_unlinked",
        subject=f"{plan.slug}/{contract.project.code}/{contract.process_id}",
        plan=plan,
        body={
            "process": contract.process_id,
            "project": contract.project.code,
        },
        sealed={"reason": why},
        by=by,
        at=at,
    )
    contract.delete()
