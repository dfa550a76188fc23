"""`concierta plan`: which plans there are, how each stands, and putting one in force."""

import json
from typing import TYPE_CHECKING, Any

import click

from concierta.installation.cli.prepare import prepare

if TYPE_CHECKING:
    from concierta.plans.models import Plan

ROLES = {
    "secretariat": "Secretaría técnica",
    "reviewer": "Revisa",
    "verifier": "Verifica",
    "presenter": "Presenta",
}


@click.group()
def command() -> None:
    """Ver los planes y poner uno en vigencia."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def list_plans(as_json: bool) -> None:
    """Los planes de esta instalación, con su estado."""
    prepare()
    from concierta.plans.queries import plans_of

    found = [_described(plan) for plan in plans_of(None)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("Todavía no hay planes: concierta setup, o concierta import plan.")
    for plan in found:
        click.echo(f"{plan['plan']} · {plan['name']} · {plan['state_label']} · {plan['starts_on']} a {plan['ends_on']}")


@command.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def show(slug: str, as_json: bool) -> None:
    """Un plan: quién responde, qué tiene y, si está en formulación, qué le falta para entrar en vigencia."""
    prepare()
    from concierta.installation.cli.counts import counted
    from concierta.plans.queries import plan_by_slug

    plan = plan_by_slug(None, slug)
    found = _described(plan) | _contents(plan)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    click.echo(f"{found['name']} ({found['plan']}) · {found['state_label']}")
    click.echo(f"  Del {found['starts_on']} al {found['ends_on']}")
    for role, word in ROLES.items():
        click.echo(f"  {word}: {found['roles'][role] or 'sin asignar'}")
    for key, one, many in (("projects", "proyecto", "proyectos"), ("products", "producto", "productos")):
        click.echo(f"  {counted(found[key], one, many)}")
    click.echo(f"  {counted(found['indicators'], 'indicador', 'indicadores')}")
    click.echo(f"  Periodos: {', '.join(found['periods']) or 'ninguno'}")
    if found["missing"]:
        click.echo("  Le falta para entrar en vigencia:")
        for problem in found["missing"]:
            click.echo(f"  — {problem}")


@command.command()
@click.argument("slug")
@click.option("--by-role", is_flag=True, help="Nombrar en cada hueco a quien tenga el papel en su entidad.")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def responsibles(slug: str, by_role: bool, as_json: bool) -> None:
    """Quién responde por cada promesa, proyecto e indicador: cuántos faltan y cuáles."""
    prepare()
    from django.utils.translation import gettext

    from concierta.installation.cli.counts import counted
    from concierta.kernel.clock import now, today
    from concierta.plans.queries import plan_by_slug
    from concierta.responsibilities.operations import assign_by_role
    from concierta.responsibilities.queries import holes_and_clashes, responsibility_matrix

    plan = plan_by_slug(None, slug)
    filled = assign_by_role(plan=plan, by=None, at=now()) if by_role else 0
    matrix = responsibility_matrix(None, plan, today())
    problems = [problem.render(gettext) for problem in holes_and_clashes(plan, today())]
    if as_json:
        things = {kind.value: count for kind, count in matrix.things.items()}
        found = {"plan": plan.slug, "assigned": filled, "holes": matrix.holes, "clashes": matrix.clashes}
        click.echo(json.dumps(found | {"things": things, "missing": problems}, ensure_ascii=False, indent=2))
        return
    if by_role:
        told = counted(filled, "responsabilidad tiene", "responsabilidades tienen")
        click.echo(f"{told} ahora su persona.")
    for problem in problems:
        click.echo(f"— {problem}")
    click.echo("Nadie falta." if not problems else f"Faltan {matrix.holes}, chocan {matrix.clashes}.")


@command.command("in-force")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def in_force(slug: str, as_json: bool) -> None:
    """Poner un plan en vigencia. Si le falta algo, lo nombra todo y no cambia nada."""
    prepare()
    from django.utils.translation import gettext

    from concierta.kernel.clock import now
    from concierta.plans.operations import PlanIncomplete, put_in_force
    from concierta.plans.queries import plan_by_slug

    plan = plan_by_slug(None, slug)
    try:
        put_in_force(plan=plan, by=None, at=now())
    except PlanIncomplete as refusal:
        if not as_json:
            raise
        missing = [problem.render(gettext) for problem in refusal.problems]
        click.echo(json.dumps(_described(plan) | {"missing": missing}, ensure_ascii=False, indent=2))
        raise click.exceptions.Exit(1) from refusal
    if as_json:
        click.echo(json.dumps(_described(plan) | {"missing": []}, ensure_ascii=False, indent=2))
        return
    click.echo(f"«{plan.name}» está en vigencia: desde ahora se reporta, y sus metas solo las mueve la Mesa.")


def _described(plan: "Plan") -> dict[str, Any]:
    return {
        "plan": plan.slug,
        "name": plan.name,
        "state": str(plan.state),
        "state_label": plan.get_state_display(),
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "roles": {role: entity.name if (entity := getattr(plan, role)) else None for role in ROLES},
    }


def _contents(plan: "Plan") -> dict[str, object]:
    from django.utils.translation import gettext

    from concierta.indicators.queries import indicators_of
    from concierta.kernel.clock import now
    from concierta.plans.enums import PlanState
    from concierta.plans.models import Product
    from concierta.plans.operations.readiness import problems_of
    from concierta.plans.queries import periods_of

    problems = problems_of(plan, now()) if plan.state == PlanState.DRAFT else []
    return {
        "projects": plan.projects.count(),
        "products": Product.objects.filter(project__plan=plan).count(),
        "indicators": indicators_of(None, plan).count(),
        "periods": [period.label for period in periods_of(None, plan)],
        "missing": [problem.render(gettext) for problem in problems],
    }
