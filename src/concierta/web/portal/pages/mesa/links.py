"""From any page to what the table did, and from what it did to the part of the plan it speaks of."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.kernel.keys import split_key
from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.portal.addresses import Address
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.pages import comprobar, figures

FOLDER = "mesa/"


def session_name(session: Record) -> str:
    return gettext("Sesión %(number)s") % {"number": session.session}


def session_link(corte: Corte, at: Address, number: int) -> SafeString:
    session = corte.sessions[number]
    return format_html(
        '<a href="{}">{}</a>, {}',
        at.root + corte.session_folder(number),
        session_name(session),
        formats.long_date(session.starts_at),
    )


def decision_link(corte: Corte, at: Address, decision: str) -> SafeString | str:
    if decision not in corte.decisions:
        return decision
    return format_html(
        '<a href="{}">{}</a>',
        at.root + corte.decision_folder(decision),
        gettext("Decisión %(number)s") % {"number": decision},
    )


def decision_and_vote(corte: Corte, at: Address, decision: str) -> SafeString | str:
    """The decision with how it was voted: what a changed number must always carry."""
    row = corte.decisions.get(decision)
    if row is None:
        return decision
    return format_html("{} ({})", decision_link(corte, at, decision), tally(corte.motions[row.session, row.motion]))


def tally(motion: Record) -> str:
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


def check_link(at: Address, row: Record) -> str:
    """To the proof of the act behind a row; empty where the package does not name it."""
    return "" if row.event_index is None else comprobar.act_link(at, row.event_index, row.event_leaf_hash)


def measure_link(corte: Corte, at: Address, measure: Record) -> SafeString:
    return format_html(
        '<a href="{}">{}</a>', at.root + corte.measure_folder(measure.measure), in_spanish(measure.title)
    )


def part_link(corte: Corte, at: Address, kind: str, code: str) -> SafeString | str:
    """A part of the plan by its public code; the code alone where this corte does not have it."""
    if kind == "indicator" and code in corte.indicators:
        name = figures.localized_name(corte.indicators[code], length=90)
        return _link(at, corte.indicator_folder(code), name)
    if kind == "project" and code in corte.projects:
        return figures.project_link(corte, at, code)
    if kind == "node" and code in corte.nodes:
        return figures.node_link(corte, at, code)
    if kind == "pledge" and code in corte.pledges:
        return _link(at, corte.pledge_folder(code), figures.localized_name(corte.pledges[code], "text"))
    if kind in ("product", "activity"):
        return _part_of_project(corte, at, code)
    return code


def _part_of_project(corte: Corte, at: Address, code: str) -> SafeString | str:
    """Products and activities ("BP-1/P-2/0003") have no page of their own: their project's."""
    project, product, *activity = split_key(code)
    if project not in corte.projects:
        return code
    names = [row.name for row in corte.products_of.get(project, []) if row.code == product]
    if activity:
        names = [
            row.name
            for row in corte.activities_of.get(project, [])
            if row.code == activity[0] and corte.products[row.product].code == product
        ]
    return _link(at, corte.project_folder(project), in_spanish(figures.shortened(names[0], 90)) if names else code)


def matter(corte: Corte, at: Address, subject: str) -> SafeString | str:
    """What an agenda item is about ("indicator:R-01", "cali/measure:1"), linked; "" where it names nothing we show."""
    kind, _, code = subject.removeprefix(f"{corte.plan.plan}/").partition(":")
    code = code.removeprefix(f"{corte.plan.plan}/")
    if kind == "report":
        kind, code = "indicator", code.rpartition(":")[0]
    if kind == "pledge":
        code = _pledge_key(corte, code.partition(":")[0])
    if kind in ("indicator", "project", "pledge"):
        found = part_link(corte, at, kind, code)
        return found if isinstance(found, SafeString) else ""
    return _of_the_mesa(corte, at, kind, int(code)) if code.isdecimal() else ""


def _of_the_mesa(corte: Corte, at: Address, kind: str, number: int) -> SafeString | str:
    if kind == "measure" and number in corte.measures:
        return measure_link(corte, at, corte.measures[number])
    if kind == "amendment" and number in corte.amendments:
        decision = corte.amendments[number].decision
        return _link(at, corte.decision_folder(decision), in_spanish(corte.amendments[number].title))
    if kind == "minutes" and number in corte.sessions:
        return session_link(corte, at, number)
    if kind == "action_item" and any(row.action_item == number for row in corte.table("action_items")):
        return _link(at, f"{FOLDER}tareas/", gettext("Tarea %(number)s") % {"number": number})
    return ""


def act_link(corte: Corte, at: Address, subject: str) -> SafeString | str:
    """The subject of an act of the log ("session:cali:3:item:4", "amendment/plan/2"), linked; "" when it is another."""
    kind, *parts = subject.replace("/", ":").split(":")
    if len(parts) < 2:
        return _of_the_whole(corte, at, kind)
    code = parts[1]
    if kind == "pledge" and (key := _pledge_key(corte, code)):
        return part_link(corte, at, "pledge", key)
    if kind == "decision" and code in corte.decisions:
        return decision_link(corte, at, code)
    if kind in ("session", "minutes") and code.isdecimal() and int(code) in corte.sessions:
        return session_link(corte, at, int(code))
    if kind in ("amendment", "measure", "action_item") and code.isdecimal():
        return _of_the_mesa(corte, at, kind, int(code))
    return ""


def _of_the_whole(corte: Corte, at: Address, kind: str) -> SafeString | str:
    """What a plan has one of: its table, its agreement."""
    if kind == "table" and corte.mesa:
        return _link(at, FOLDER, figures.localized_name(corte.mesa))
    agreement = corte.package.by_key("agreements").get(corte.plan.agreement)
    if kind == "agreement" and agreement:
        return _link(at, "compromisos/", figures.localized_name(agreement, "title"))
    return ""


def _pledge_key(corte: Corte, code: str) -> str:
    """The public key of a pledge that an agenda item names by its code alone."""
    if code in corte.pledges:
        return code
    keys = [row.pledge for row in corte.pledges.values() if row.code == code]
    return keys[0] if len(keys) == 1 else ""


def _link(at: Address, folder: str, label: SafeString | str) -> SafeString:
    return format_html('<a href="{}">{}</a>', at.root + folder, label)
