"""The plan itself: who keeps, reviews, verifies and presents it, its tiers, what hangs from them, and its periods."""

from concierta.agreements.models import Agreement
from concierta.agreements.queries import agreement_by_slug
from concierta.installation.setup.journal import Journal, naming
from concierta.installation.setup.reading import Entry, SetupFile, SetupRefused
from concierta.kernel.periods import Period
from concierta.people.queries import entity_by_code
from concierta.plans.models import Node, Plan, Tier
from concierta.plans.operations import assign_plan_roles, create_plan, define_node, define_tier, open_period, set_weight

ROLES = ("secretariat", "reviewer", "verifier", "presenter")


def draw_plan(setup: SetupFile, agreement: Agreement | None, journal: Journal) -> Plan | None:
    head = setup.one("plan")
    if head is None:
        return None
    with naming(head):
        plan = _plan(head, agreement, journal)
    for depth, entry in enumerate(setup.of("tiers"), start=1):
        with naming(entry):
            _tier(entry, plan, depth, journal)
    for entry in setup.of("nodes"):
        with naming(entry):
            _node(entry, plan, journal)
    with naming(head):
        for label in head.get("periods", ()):
            period = Period.parse(label)
            if plan.periods.filter(year=period.year, quarter=period.quarter).exists():
                journal.keep()
            else:
                journal.make("period", period.label, open_period, {"plan": plan, "period": period})
    return plan


def _plan(entry: Entry, agreement: Agreement | None, journal: Journal) -> Plan:
    """The agreement is the one that the plan names, or else the file's own."""
    if "agreement" in entry.values:
        agreement = agreement_by_slug(None, entry["agreement"])
    roles = {role: entity_by_code(code) for role, code in entry.stated(*ROLES).items()}

    def assign(found: Plan) -> bool:
        """Offices are reorganised: the plan's own entities may change in any state but closed."""
        known = {role: getattr(found, role) for role in ROLES}
        if known == known | roles:
            return False
        assign_plan_roles(plan=found, **(known | roles), by=None, at=journal.at)
        journal.update("plan_roles", found.slug)
        return True

    plan = Plan.objects.filter(slug=entry["slug"]).first()
    of = {"agreement": agreement}
    return journal.settle(
        "plan", entry, plan, create_plan, which=entry["slug"], changeable=ROLES, change=assign, given=of
    )


def _tier(entry: Entry, plan: Plan, depth: int, journal: Journal) -> None:
    found = Tier.objects.filter(plan=plan, slug=entry["slug"]).first()
    journal.settle("tier", entry, found, define_tier, which=entry["slug"], given={"plan": plan, "depth": depth})


def _node(entry: Entry, plan: Plan, journal: Journal) -> None:
    tier = Tier.objects.filter(plan=plan, slug=entry["tier"]).first()
    if tier is None:
        known = ", ".join(Tier.objects.filter(plan=plan).values_list("slug", flat=True)) or "ninguno"
        raise SetupRefused(f"{entry.place}: el plan no tiene un nivel «{entry['tier']}»; tiene: {known}.")
    parent = None
    if "parent" in entry.values:
        parent = Node.objects.filter(plan=plan, tier__depth=tier.depth - 1, code=entry["parent"]).first()
        if parent is None:
            raise SetupRefused(f"{entry.place}: en el nivel de arriba no hay un elemento «{entry['parent']}».")

    def weigh(found: Node) -> bool:
        if found.weight == entry.get("weight", found.weight):
            return False
        set_weight(of=found, weight=entry["weight"], by=None, at=journal.at)
        journal.update("node", entry["code"])
        return True

    node = Node.objects.filter(tier=tier, code=entry["code"]).first()
    place = {"tier": tier, "parent": parent}
    journal.settle("node", entry, node, define_node, changeable=("weight",), change=weigh, given=place)
