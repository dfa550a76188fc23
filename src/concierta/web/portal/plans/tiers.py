"""The parts of the plan above its projects: one list per tier, one page per part."""

from functools import partial

from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.kit.spanish import telling
from concierta.web.portal import figures, names
from concierta.web.portal.budgets import money
from concierta.web.portal.budgets.sums import accounts, follow_up_total
from concierta.web.portal.corte import Corte, Row, SourceMoney
from concierta.web.portal.page import ROWS, Link, Page, Part, Task, Text, list_tasks
from concierta.web.portal.portal import Portal
from concierta.web.portal.verification import checks

#: Projects of a part that also shows its own parts and money: such a page weighs more than a list.
PROJECT_ROWS = 10


def tasks(corte: Corte) -> list[Task]:
    pages = []
    for tier in corte.tiers.values():
        nodes = nodes_of(corte, tier)
        pages += list_tasks(corte.tier_folders[tier.tier], nodes, ROWS, partial(_tier_page, tier))
        for node in nodes:
            projects = corte.projects_in(node.node)
            pages += list_tasks(corte.node_folder(node.node), projects, PROJECT_ROWS, partial(_node_page, node))
    return pages


def nodes_of(corte: Corte, tier: Row) -> list[Row]:
    return [node for node in corte.nodes.values() if node.tier == tier.tier]


def _tier_page(tier: Row, part: Part[Row], portal: Portal) -> Page:
    corte = portal.corte
    nodes = nodes_of(corte, tier)
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
            "rows": [figures.node_row(portal, node, id=f"n{n}") for n, node in enumerate(part.items)],
            "count": ngettext("%(n)s en total", "%(n)s en total", len(nodes)) % {"n": formats.number(len(nodes))},
            "others": [Link(names.name_of(row, "plural"), portal.to(corte.tier_folders[row.tier])) for row in others],
            "sheet": part.sheet(portal),
        },
    )


def _node_page(node: Row, part: Part[Row], portal: Portal) -> Page:
    corte, code = portal.corte, node.node
    achievement = corte.achievements.get(("node", code))
    tier = corte.tiers[node.tier]
    projects = corte.projects_in(code)
    children = corte.children.get(code, [])
    trail = [Link(names.name_of(tier, "plural"), portal.to(corte.tier_folders[node.tier]))]
    trail += [
        Link(names.localized_name(row, length=40), portal.to(corte.node_folder(row.node)))
        for row in corte.trail(code)[:-1]
    ]
    below = {row.project for inside in (code, *corte.parts_of(code)) for row in corte.projects_of_node.get(inside, [])}
    followed = follow_up_total(row for row in money.at_cut_off(corte) if row.project in below)
    return Page(
        template="portal/node.html",
        section=corte.tier_folders[node.tier].strip("/"),
        title=names.name_of(node),
        in_spanish=not (names.in_english() and node.name_en),
        description=figures.sentence(corte, "node", code),
        trail=trail,
        content={
            "kicker": f"{names.name_of(tier, 'singular')} {node.code}",
            "sentence": figures.sentence(corte, "node", code),
            "found": achievement,
            "verified": figures.verified_share(corte, "node", code),
            "state": corte.state("node", code),
            "beyond": figures.beyond_verified(corte, "node", code) if achievement else None,
            "table": figures.table(corte, "node", code),
            "counts": figures.counts(achievement),
            "factor": checks.factor_figure(corte, "node", code),
            "children": [figures.node_row(portal, row, id=f"c{n}") for n, row in enumerate(children)],
            "children_title": names.name_of(corte.tiers[children[0].tier], "plural") if children else "",
            "outcomes": [
                figures.indicator_row(portal, row, id=f"o{n}")
                for n, row in enumerate(corte.outcomes_of_node.get(code, []))
            ],
            "projects": [figures.project_row(portal, row, id=f"p{n}") for n, row in enumerate(part.items)],
            "projects_title": ngettext("%(n)s proyecto", "%(n)s proyectos", len(projects))
            % {"n": formats.number(len(projects))},
            "money": money.money_of(
                followed, money.budget_of(corte, SourceMoney.by_node, code), name=gettext("Dinero al corte")
            ),
            "accounts": accounts(corte, SourceMoney.by_node, code) if part.first else [],
            "sheet": part.sheet(portal),
            "first": part.first,
        },
    )


def tier_finding(corte: Corte, nodes: list[Row]) -> Text:
    """Which of these is furthest ahead and which behind; "" where they cannot be told apart."""
    figures_of = ((corte.achievements.get(("node", node.node)), node) for node in nodes)
    known = [(row.verified_year, node) for row, node in figures_of if row is not None and row.verified_year is not None]
    known.sort(key=lambda pair: pair[0])
    if not known or known[0][0] == known[-1][0]:
        return ""
    return telling(
        gettext("«%(best)s» es lo que más avanza; «%(worst)s», lo que menos"),
        best=names.localized_name(known[-1][1], length=60),
        worst=names.localized_name(known[0][1], length=60),
    )
