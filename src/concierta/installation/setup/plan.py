"""The plan itself: who keeps, reviews, verifies and presents it, its tiers, what hangs from them, and its periods."""

from typing import Any

from concierta.agreements.models import Agreement
from concierta.agreements.queries import agreement_by_slug
from concierta.installation.setup.journal import Journal, check_same, naming
from concierta.installation.setup.reading import Entry, SetupFile, SetupRefused
from concierta.kernel.origin import Origin
from concierta.kernel.periods import Period
from concierta.people.queries import entity_by_code
from concierta.plans.models import Node, Plan, Tier
from concierta.plans.operations import (
    assign_plan_roles,
    create_plan,
    define_node,
    define_tier,
    open_period,
    set_weight,
)
from concierta.plans.schema import NodeDescription, TierDescription, attributes

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
            _period(Period.parse(label), plan, journal)
    return plan


def _plan(entry: Entry, agreement: Agreement | None, journal: Journal) -> Plan:
    """The agreement is the one that the plan names, or else the file's own."""
    if "agreement" in entry.values:
        agreement = agreement_by_slug(None, entry["agreement"])
    stated = entry.stated("name", "name_en", "city", "starts_on", "ends_on", "source")
    roles: dict[str, Any] = {role: entity_by_code(code) for role, code in entry.stated(*ROLES).items()}
    found = Plan.objects.filter(slug=entry["slug"]).first()
    if found is not None:
        same = stated | entry.stated("origin") | ({"agreement": agreement} if agreement else {})
        check_same(entry, found, same)
        _assign(found, roles, journal)
        return found
    return journal.make(
        "plan",
        entry["slug"],
        lambda: create_plan(
            slug=entry["slug"],
            agreement=agreement,
            origin=Origin(entry.get("origin", Origin.OWN)),
            **stated,
            **roles,
            by=None,
            at=journal.at,
        ),
    )


def _assign(plan: Plan, roles: dict[str, Any], journal: Journal) -> None:
    """Offices are reorganised: the plan's own entities may change in any state but closed."""
    known = {role: getattr(plan, role) for role in ROLES}
    if known == known | roles:
        return journal.keep()
    named: dict[str, Any] = known | roles
    assign_plan_roles(plan=plan, **named, by=None, at=journal.at)
    journal.update("plan_roles", plan.slug)


def _tier(entry: Entry, plan: Plan, depth: int, journal: Journal) -> None:
    stated = entry.stated(*attributes(TierDescription))
    found = Tier.objects.filter(plan=plan, slug=entry["slug"]).first()
    if found is not None:
        check_same(entry, found, stated | {"depth": depth})
        return journal.keep()
    journal.make(
        "tier",
        entry["slug"],
        lambda: define_tier(
            plan=plan, depth=depth, slug=entry["slug"], described=TierDescription(**stated), by=None, at=journal.at
        ),
    )


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
    found = Node.objects.filter(tier=tier, code=entry["code"]).first()
    if found is None:
        journal.make(
            "node",
            entry["code"],
            lambda: define_node(
                tier=tier,
                parent=parent,
                code=entry["code"],
                described=NodeDescription(**entry.stated(*attributes(NodeDescription))),
                by=None,
                at=journal.at,
            ),
        )
        return
    check_same(entry, found, entry.stated("name", "name_en") | ({"parent": parent} if parent else {}))
    if found.weight == entry.get("weight", found.weight):
        return journal.keep()
    set_weight(of=found, weight=entry["weight"], by=None, at=journal.at)
    journal.update("node", entry["code"])


def _period(period: Period, plan: Plan, journal: Journal) -> None:
    if plan.periods.filter(year=period.year, quarter=period.quarter).exists():
        return journal.keep()
    journal.make("period", period.label, lambda: open_period(plan=plan, period=period, by=None, at=journal.at))
