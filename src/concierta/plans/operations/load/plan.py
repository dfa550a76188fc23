"""The plan that a matrix is loaded into, made from the draft when there is none, and its tiers."""

from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User
from concierta.plans.matrix.draft import MatrixDraft
from concierta.plans.models import Plan, Tier
from concierta.plans.operations.bulk import fitting
from concierta.plans.operations.plan import create_plan

#: A mayor's term: four years, and with them the development plan and its action plan [D].
TERM_YEARS = 4
FIRST_TERM = 2024


@transaction.atomic
def plan_for_import(
    *,
    slug: str,
    draft: MatrixDraft,
    name: str = "",
    secretariat: Entity | None = None,
    by: User | None,
    at: datetime,
) -> Plan:
    """The plan `slug`, or a new draft with the tiers of the matrix, for the term of government its period is in.

    Without a secretariat a plan belongs to the operator; with one it must be new, so that nobody takes another's by
    its name. The tiers are those of the profile.
    """
    plan = Plan.objects.filter(slug=slug).first()
    if plan is not None and secretariat is None:
        return plan
    if slug != slugify(slug):
        raise Invalid(
            gettext_noop("«%(slug)s» no sirve de nombre corto: use letras sin tilde, números y guiones."),
            field="slug",
            slug=slug,
        )
    first = draft.period.year - (draft.period.year - FIRST_TERM) % TERM_YEARS
    plan = create_plan(
        slug=slug,
        name=name or slug.replace("-", " ").capitalize(),
        starts_on=date(first, 1, 1),
        ends_on=date(first + TERM_YEARS - 1, 12, 31),
        secretariat=secretariat,
        origin=Origin.OFFICIAL,
        source=draft.sheet,
        by=by,
        at=at,
    )
    tiers_for(plan, draft)
    return plan


def tiers_for(plan: Plan, draft: MatrixDraft) -> dict[int, Tier]:
    """The plan's tiers by depth, made where it has none. Refuses a matrix with another number of tiers.

    Only the number counts: a plan may call its tiers otherwise than the form does.
    """
    tiers = {tier.depth: tier for tier in plan.tiers.all()}
    if not tiers:
        made = Tier.objects.bulk_create(
            Tier(
                plan=plan,
                depth=tier.level,
                slug=slugify(tier.name)[:40] or f"nivel-{tier.level}",
                singular=fitting(tier.name, Tier, "singular"),
                plural=fitting(plural(tier.name), Tier, "plural"),
            )
            for tier in draft.plan.tiers
        )
        return {tier.depth: tier for tier in made}
    if tiers.keys() != {tier.level for tier in draft.plan.tiers}:
        raise Invalid(
            gettext_noop(
                "El plan «%(plan)s» tiene %(own)d niveles sobre sus proyectos y el archivo %(file)d: "
                "use el perfil que corresponde o cargue el archivo en otro plan."
            ),
            plan=plan.name,
            own=len(tiers),
            file=len(draft.plan.tiers),
        )
    return tiers


def plural(word: str) -> str:
    """The Spanish plural of a tier's name: «Propósito» → «Propósitos», «Nivel 1» stays."""
    if not word or not word[-1].isalpha():
        return word
    return word + ("s" if word[-1].lower() in "aeiouáéó" else "es")
