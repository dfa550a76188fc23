"""From any page to what the table did, and from what it did to the part of the plan it speaks of."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.kernel.keys import split_key
from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.portal import names
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.ledger import comprobar
from concierta.web.portal.page import Text
from concierta.web.portal.portal import Portal

FOLDER = "mesa/"


def session_name(session: Row) -> str:
    return gettext("Sesión %(number)s") % {"number": session.session}


def session_link(portal: Portal, number: int) -> SafeString:
    session = portal.corte.sessions[number]
    return format_html(
        '<a href="{}">{}</a>, {}',
        portal.to(portal.corte.session_folder(number)),
        session_name(session),
        formats.long_date(session.starts_at),
    )


def decision_link(portal: Portal, decision: str) -> Text:
    if decision not in portal.corte.decisions:
        return decision
    return portal.link(portal.corte.decision_folder(decision), gettext("Decisión %(number)s") % {"number": decision})


def decision_and_vote(portal: Portal, decision: str) -> Text:
    """The decision with how it was voted: what a changed number must always carry."""
    row = portal.corte.decisions.get(decision)
    if row is None:
        return decision
    return format_html("{} ({})", decision_link(portal, decision), tally(portal.corte.motions[row.session, row.motion]))


def tally(motion: Row) -> str:
    """ "3 a favor, 1 en contra", and abstentions where there were any."""
    parts = [
        gettext("%(n)s a favor") % {"n": formats.number(motion.votes_for)},
        gettext("%(n)s en contra") % {"n": formats.number(motion.votes_against)},
    ]
    if motion.abstentions:
        parts.append(
            ngettext("%(n)s abstención", "%(n)s abstenciones", motion.abstentions)
            % {"n": formats.number(motion.abstentions)}
        )
    return ", ".join(parts)


def check_link(portal: Portal, row: Row) -> str:
    """To the proof of the act behind a row; empty where the package does not name it."""
    return "" if row.event_index is None else comprobar.act_link(portal, row.event_index, row.event_leaf_hash)


def measure_link(portal: Portal, measure: Row) -> SafeString:
    return portal.link(portal.corte.measure_folder(measure.measure), in_spanish(measure.title))


def part_link(portal: Portal, kind: str, code: str) -> Text:
    """A part of the plan by its public code; the code alone where this corte does not have it."""
    corte = portal.corte
    if kind == "indicator" and code in corte.indicators:
        return portal.indicator_link(code, length=90)
    if kind == "project" and code in corte.projects:
        return portal.project_link(code)
    if kind == "node" and code in corte.nodes:
        return portal.node_link(code)
    if kind == "pledge" and code in corte.pledges:
        return portal.link(corte.pledge_folder(code), names.localized_name(corte.pledges[code], "text"))
    if kind in ("product", "activity"):
        return _part_of_project(portal, code)
    return code


def _part_of_project(portal: Portal, code: str) -> Text:
    """Products and activities ("BP-1/P-2/0003") have no page of their own: their project's."""
    corte = portal.corte
    project, product, *activity = split_key(code)
    if project not in corte.projects:
        return code
    titles = [row.name for row in corte.products_of.get(project, []) if row.code == product]
    if activity:
        titles = [
            row.name
            for row in corte.activities_of.get(project, [])
            if row.code == activity[0] and corte.products[row.product].code == product
        ]
    return portal.link(corte.project_folder(project), in_spanish(names.shortened(titles[0], 90)) if titles else code)


def matter(portal: Portal, subject: str) -> Text:
    """What an agenda item is about ("indicator:R-01", "cali/measure:1"), linked; "" where it names nothing we show."""
    corte = portal.corte
    kind, _, code = subject.removeprefix(f"{corte.plan.plan}/").partition(":")
    code = code.removeprefix(f"{corte.plan.plan}/")
    if kind == "report":
        kind, code = "indicator", code.rpartition(":")[0]
    if kind == "pledge":
        code = _pledge_key(corte, code.partition(":")[0])
    if kind == "risk" and code.isdecimal() and int(code) in corte.risks:
        row = corte.risks[int(code)]
        kind, code = ("project", row.project) if row.project else ("pledge", row.pledge)
    if kind in ("indicator", "project", "pledge"):
        link = part_link(portal, kind, code)
        return link if isinstance(link, SafeString) else ""
    if kind in ("yearly_review", "close_out"):
        return _of_the_agreement(portal, kind, code)
    return _of_the_mesa(portal, kind, int(code)) if code.isdecimal() else ""


def _of_the_agreement(portal: Portal, kind: str, code: str) -> Text:
    """A yearly review; or what an agreement left, which its page tells."""
    if kind == "close_out" and portal.corte.table("close_out_points"):
        return portal.link("compromisos/#cierre", gettext("Lo que dejó el acuerdo anterior"))
    years = [str(row.year) for row in portal.corte.table("yearly_reviews")]
    if kind == "yearly_review" and code in years:
        return portal.link(f"compromisos/revision-{code}/", gettext("Revisión de %(year)s") % {"year": code})
    return ""


def _of_the_mesa(portal: Portal, kind: str, number: int) -> Text:
    corte = portal.corte
    if kind == "measure" and number in corte.measures:
        return measure_link(portal, corte.measures[number])
    if kind == "amendment" and number in corte.amendments:
        decision = corte.amendments[number].decision
        return portal.link(corte.decision_folder(decision), in_spanish(corte.amendments[number].title))
    if kind == "minutes" and number in corte.sessions:
        return session_link(portal, number)
    if kind == "action_item" and any(row.action_item == number for row in corte.table("action_items")):
        return portal.link(f"{FOLDER}tareas/", gettext("Tarea %(number)s") % {"number": number})
    return ""


def act_link(portal: Portal, subject: str) -> Text:
    """The subject of an act of the log ("session:cali:3:item:4", "amendment/plan/2"), linked; "" when it is another."""
    corte = portal.corte
    kind, *parts = subject.replace("/", ":").split(":")
    if len(parts) < 2:
        return _of_the_whole(portal, kind)
    code = parts[1]
    if kind == "pledge" and (key := _pledge_key(corte, code)):
        return part_link(portal, "pledge", key)
    if kind in ("yearly_review", "close_out", "close_out_answer"):
        return _of_the_agreement(portal, kind.removesuffix("_answer"), code)
    if kind == "decision" and code in corte.decisions:
        return decision_link(portal, code)
    if kind in ("session", "minutes") and code.isdecimal() and int(code) in corte.sessions:
        return session_link(portal, int(code))
    if kind in ("amendment", "measure", "action_item") and code.isdecimal():
        return _of_the_mesa(portal, kind, int(code))
    return ""


def _of_the_whole(portal: Portal, kind: str) -> Text:
    """What a plan has one of: its table, its agreement."""
    corte = portal.corte
    if kind == "table" and corte.mesa:
        return portal.link(FOLDER, names.localized_name(corte.mesa))
    agreement = corte.package.by_key("agreements").get(corte.plan.agreement)
    if kind == "agreement" and agreement:
        return portal.link("compromisos/", names.localized_name(agreement, "title"))
    return ""


def _pledge_key(corte: Corte, code: str) -> str:
    """The public key of a pledge that an agenda item names by its code alone."""
    if code in corte.pledges:
        return code
    keys = [row.pledge for row in corte.pledges.values() if row.code == code]
    return keys[0] if len(keys) == 1 else ""
