"""The plan's tree with its bars."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.plans.queries import PlanTree, TreeNode, TreeProduct, TreeProject
from concierta.publishing.queries.achievement import Achievement
from concierta.publishing.queries.keys import node_key, product_key
from concierta.publishing.queries.measuring.facts import Tally
from concierta.web.kit import marks
from concierta.web.kit.formats import percent
from concierta.web.workspace.reporting.figures import Picture, with_unit
from concierta.web.workspace.shell import in_language

if TYPE_CHECKING:
    from concierta.indicators.models import Indicator
    from concierta.plans.models import Plan, Project
    from concierta.reporting.models import Report


Tallies = Mapping[tuple[str, str], Tally]


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the tree: `depth` 1 is the widest."""

    title: str
    code: str
    href: str
    depth: int
    meta: str
    picture: Picture | None
    figure: str


def tree_lines(tree: PlanTree, tallies: Tallies) -> list[Branch]:
    """Every tier in the order of the plan. Projects stay on the page of their own node: a city has hundreds."""
    lines: list[Branch] = []
    for root in tree.roots:
        _walk(root, tree.plan, tallies, lines)
    return lines


def _walk(branch: TreeNode, plan: "Plan", tallies: Tallies, lines: list[Branch]) -> None:
    node = branch.node
    tally = tallies.get(("node", node_key(node.tier.slug, node.code)))
    lines.append(
        Branch(
            title=in_language(node, "name"),
            code=node.code,
            href=reverse("plan_node", args=[plan.slug, node.pk]),
            depth=node.tier.depth,
            meta=f"{in_language(node.tier, 'singular')} · {_projects(branch.project_count)}",
            picture=_picture(f"n{node.pk}", tally),
            figure=_figure(tally),
        )
    )
    for child in branch.children:
        _walk(child, plan, tallies, lines)


def _projects(count: int) -> str:
    return ngettext("%(count)s proyecto", "%(count)s proyectos", count) % {"count": count}


def project_line(branch: TreeProject, plan: "Plan", tallies: Tallies) -> Branch:
    project = branch.project
    tally = tallies.get(("project", project.code))
    return Branch(
        title=project.name,
        code=project.code,
        href=reverse("plan_project", args=[plan.slug, project.code]),
        depth=1,
        meta=f"{project.entity.short_name} · {_products(len(branch.products))}",
        picture=_picture(f"p{project.pk}", tally),
        figure=_figure(tally),
    )


def _products(count: int) -> str:
    return ngettext("%(count)s producto", "%(count)s productos", count) % {"count": count}


def outcome_line(indicator: "Indicator", measured: Achievement, newest: Mapping[int, "Report"]) -> Branch:
    """An outcome indicator: it speaks for a part of the plan, and is never averaged with the products."""
    tally = measured.tallies.get(("indicator", indicator.code))
    reading = measured.readings[indicator.code]
    values = [
        (gettext("meta %s"), reading.target),
        (gettext("reportado %s"), reading.reported_value),
        (gettext("verificado %s"), reading.verified_value),
    ]
    return Branch(
        title=in_language(indicator, "name"),
        code=indicator.code,
        href=_report_href(newest.get(indicator.pk)),
        depth=1,
        meta=" · ".join(words % with_unit(value, indicator) for words, value in values if value is not None),
        picture=_picture(f"r{indicator.pk}", tally),
        figure=_figure(tally),
    )


def product_line(
    branch: TreeProduct, project: "Project", tallies: Tallies, newest: Mapping[int | None, "Report"]
) -> Branch:
    product = branch.product
    tally = tallies.get(("product", product_key(project.code, product.code, product.goal_code)))
    return Branch(
        title=product.name,
        code=product.code,
        href=_report_href(newest.get(product.pk)),
        depth=1,
        meta=" · ".join(filter(None, [product.goal_name, product.unit])),
        picture=_picture(f"q{product.pk}", tally),
        figure=_figure(tally),
    )


def _report_href(report: "Report | None") -> str:
    return reverse("report", args=[report.pk]) if report else ""


def _not_programmed(tally: Tally | None) -> bool:
    """NP is not «sin dato»: nothing was promised for this year, so nothing is missing."""
    return tally is not None and tally.indicators > 0 and tally.programmed == 0


def is_silent(tally: Tally | None) -> bool:
    """One indicator that nobody reported. In a roll-up it weighs zero; by itself it is «sin dato», not 0 %."""
    return tally is None or (tally.indicators == 1 and tally.counts.get(marks.NO_DATA) == 1)


def _figure(tally: Tally | None) -> str:
    if _not_programmed(tally):
        return gettext("No programado")
    return percent(None if tally is None or is_silent(tally) else tally.verified_year)


def _picture(id: str, tally: Tally | None) -> Picture | None:
    return None if _not_programmed(tally) else picture_of_tally(id, None if is_silent(tally) else tally)


def picture_of_tally(id: str, tally: Tally | None) -> Picture:
    """A sum says where it could still arrive; where all was looked at and nothing held, what had been claimed."""
    state = state_of_tally(tally)
    refused = state in (marks.REJECTED, marks.NOT_VERIFIABLE)
    return Picture(
        id=id,
        verified=tally.verified_year if tally else None,
        reported=(tally.reported_year if refused else tally.possible_year) if tally else None,
        state=state,
        target_label="",
        reported_value="",
        verified_value="",
        awaited=not refused,
    )


def state_of_tally(tally: Tally | None) -> str:
    """As the portal tells it: "reported" while something awaits that would add to it, or nothing was verified yet."""
    if tally is None or (tally.reported_year is None and tally.verified_year is None):
        return marks.NO_DATA
    counts = tally.counts
    verified = counts[marks.VERIFIED] + counts[marks.ADJUSTED]
    adds = (tally.possible_year or 0) > (tally.verified_year or 0)
    if counts[marks.REPORTED] and (adds or not verified):
        return marks.REPORTED
    if verified or not counts[marks.REJECTED] + counts[marks.NOT_VERIFIABLE]:
        return marks.VERIFIED
    return marks.REJECTED if counts[marks.REJECTED] else marks.NOT_VERIFIABLE
