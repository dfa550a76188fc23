"""Which folder of the site each corte goes to.

One plan: the root is the plan. Several: each has its folder, the root lists them, and the frozen cortes of the plan
that was published first also stay at the root, so that no address ever given stops working.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from concierta.publishing.queries import Package, read_package

_TAKEN = {"cortes", "en", "es", "log", "recursos", "data"}


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """`folder` is relative to the site, "" or ending in "/"; `packages` go from the oldest cut-off to the newest."""

    folder: str
    packages: tuple[Package, ...]

    @property
    def latest(self) -> Package:
        return self.packages[-1]


@dataclass(frozen=True, slots=True)
class Layout:
    plans: tuple[PlanFolder, ...]
    #: The plan whose frozen cortes also stay at the root; None while the root is a plan.
    first: PlanFolder | None


def find_packages(cortes: Path) -> list[Package]:
    """Every package under HOME/cortes/<plan>/<date>; drafts in the making begin with a dot."""
    folders = sorted(cortes.glob("[!.]*/[!.]*/manifest.json"))
    return [read_package(manifest.parent) for manifest in folders]


def lay_out(packages: Sequence[Package]) -> Layout:
    grouped: dict[str, list[Package]] = {}
    for package in packages:
        grouped.setdefault(package.the_plan.plan, []).append(package)
    ordered = {
        slug: tuple(sorted(members, key=lambda package: package.cut_off)) for slug, members in sorted(grouped.items())
    }
    if len(ordered) == 1:
        (only,) = ordered.values()
        return Layout((PlanFolder("", only),), None)
    plans = tuple(
        PlanFolder(f"plan-{slug}/" if slug in _TAKEN else f"{slug}/", members) for slug, members in ordered.items()
    )
    first = min(plans, key=lambda plan: min(package.published_at for package in plan.packages)) if plans else None
    return Layout(plans, first)
