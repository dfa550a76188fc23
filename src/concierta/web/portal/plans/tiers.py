"""The parts of the plan above its projects: one list per tier, one page per part."""

from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.kit.spanish import telling
from concierta.web.portal import figures, names
from concierta.web.portal.budgets import money
from concierta.web.portal.budgets.sums import node_accounts
from concierta.web.portal.corte import Corte, Told
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.page import ROWS, Link, Page, Task, sheet, sheet_folder, sheets
from concierta.web.portal.portal import Portal
from concierta.web.portal.verification import checks

#: Projects of a part that also shows its own parts and money: such a page weighs more than a list.
PROJECT_ROWS = 10


def tasks(corte: Corte) -> list[Task]:
    found = []
    for tier in corte.tiers.values():
        folder = corte.tier_folders[tier.tier]
        nodes = [node for node in corte.nodes.values() if node.tier == tier.tier]
        parts = sheets(nodes, ROWS)
        for number in range(1, len(parts) + 1):
            found.append(Task(sheet_folder(folder, number), partial(_tier_page, tier, number)))
        for node in nodes:
            total = len(sheets(corte.projects_of_node.get(node.node, []), PROJECT_ROWS))
            for number in range(1, total + 1):
                folder = sheet_folder(corte.node_folder(node.node), number)
                found.append(Task(folder, partial(_node_page, node, number)))
    return found


def _tier_page(tier: Record, number: int, portal: Portal) -> Page:
    corte = portal.corte
    nodes = [node for node in corte.nodes.values() if node.tier == tier.tier]
    parts = sheets(nodes, ROWS)
    name = names.name_of(tier, "plural")
    others = [row for row in sorted(corte.tiers.values(), key=lambda row: row.depth) if row.tier != tier.tier]
    return Page(
        template="portal/tier.html",
        section=corte.tier_folders[tier.tier].strip("/"),
        title=name,
        description=gettext("%(name)s del plan con su avance verificado al %(date)s.")
        % {"name": name, "date": formats.long_date(corte.cut_off)},
        content={
            "finding": tier_finding(corte, nodes) or name,
            "rows": [figures.node_row(portal, node, id=f"n{n}") for n, node in enumerate(parts[number - 1])],
            "count": ngettext("%(n)s en total", "%(n)s en total", len(nodes)) % {"n": formats.number(len(nodes))},
            "others": [Link(names.name_of(row, "plural"), portal.to(corte.tier_folders[row.tier])) for row in others],
            "sheet": sheet(portal.at.root, corte.tier_folders[tier.tier], number, len(parts)),
        },
    )


def _node_page(node: Record, number: int, portal: Portal) -> Page:
    corte = portal.corte
    found = corte.achievements.get(("node", node.node))
    state = corte.state("node", node.node)
    tier = corte.tiers[node.tier]
    projects = corte.projects_in(node.node)
    parts = sheets(projects, PROJECT_ROWS)
    children = corte.children.get(node.node, [])
    trail = [Link(names.name_of(tier, "plural"), portal.to(corte.tier_folders[node.tier]))]
    trail += [
        Link(names.localized_name(row, length=40), portal.to(corte.node_folder(row.node)))
        for row in corte.trail(node.node)[:-1]
    ]
    below = _projects_below(corte, node.node)
    followed = money.summed([row for row in money.at_cut_off(corte) if row.project in below])
    return Page(
        template="portal/node.html",
        section=corte.tier_folders[node.tier].strip("/"),
        title=names.name_of(node),
        in_spanish=not (names.in_english() and node.name_en),
        description=figures.sentence(corte, "node", node.node),
        trail=trail,
        content={
            "kicker": f"{names.name_of(tier, 'singular')} {node.code}",
            "sentence": figures.sentence(corte, "node", node.node),
            "found": found,
            "verified": figures.verified_share(corte, "node", node.node),
            "state": state,
            "beyond": figures.beyond_verified(corte, "node", node.node) if found else None,
            "table": figures.table(corte, "node", node.node),
            "counts": figures.counts(found),
            "factor": checks.factor_figure(corte, "node", node.node),
            "children": [figures.node_row(portal, row, id=f"c{n}") for n, row in enumerate(children)],
            "children_title": names.name_of(corte.tiers[children[0].tier], "plural") if children else "",
            "outcomes": [
                figures.indicator_row(portal, row, id=f"o{n}")
                for n, row in enumerate(corte.outcomes_of_node.get(node.node, []))
            ],
            "projects": [figures.project_row(portal, row, id=f"p{n}") for n, row in enumerate(parts[number - 1])],
            "projects_title": ngettext("%(n)s proyecto", "%(n)s proyectos", len(projects))
            % {"n": formats.number(len(projects))},
            "money": money.told_of(
                followed, money.budget_of(corte, Told.by_node, node.node), name=gettext("Dinero al corte")
            ),
            "accounts": node_accounts(corte, node.node) if number == 1 else [],
            "sheet": sheet(portal.at.root, corte.node_folder(node.node), number, len(parts)),
            "first": number == 1,
        },
    )


def _projects_below(corte: Corte, node: str) -> set[str]:
    """The projects of this node and of every node inside it."""
    found = {project.project for project in corte.projects_of_node.get(node, [])}
    for child in corte.children.get(node, []):
        found |= _projects_below(corte, child.node)
    return found


def _extremes(corte: Corte, nodes: list[Record]) -> tuple[Record | None, Record | None]:
    known = [
        (corte.achievements["node", node.node].verified_year, node)
        for node in nodes
        if ("node", node.node) in corte.achievements and corte.achievements["node", node.node].verified_year is not None
    ]
    if len(known) < 2:
        return None, None
    known.sort(key=lambda pair: pair[0])
    if known[0][0] == known[-1][0]:
        return None, None
    return known[-1][1], known[0][1]


def tier_finding(corte: Corte, nodes: list[Record]) -> SafeString | str:
    """Which of these is furthest ahead and which behind; "" where they cannot be told apart."""
    best, worst = _extremes(corte, nodes)
    if best is None:
        return ""
    return telling(
        gettext("«%(best)s» es lo que más avanza; «%(worst)s», lo que menos"),
        best=names.localized_name(best, length=60),
        worst=names.localized_name(worst, length=60),
    )
