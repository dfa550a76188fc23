"""What stands on the pages of milestones: their title, the rows of a commitment, the facts and the history of one."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from concierta.evaluation.enums import MilestoneState
from concierta.web.kit.formats import date_time, number, short_date
from concierta.web.kit.tabular import Column, Table
from concierta.web.workspace.shell import in_language

if TYPE_CHECKING:
    from concierta.agreements.models import Clause
    from concierta.evaluation.models import Milestone, MilestoneStep

_STEPS = {
    "declare": _("Declarado"),
    "withdraw": _("Retirado"),
    "verify": _("Verificado"),
    "reject": _("Rechazado"),
    "find_not_verifiable": _("No verificable"),
}


def milestones_finding(milestones: "Sequence[Milestone]") -> str:
    standing = [one for one in milestones if one.state != MilestoneState.WITHDRAWN]
    if not standing:
        return gettext("Hitos del acuerdo")
    verified = sum(one.state == MilestoneState.VERIFIED for one in standing)
    return ngettext(
        "%(verified)s de %(n)s hito está verificado", "%(verified)s de %(n)s hitos están verificados", len(standing)
    ) % {"verified": number(verified), "n": number(len(standing))}


def milestones_by_clause(slug: str, milestones: "Iterable[Milestone]", on: date) -> list[tuple[str, Table]]:
    """`milestones` in the order of their commitments: the name of each, and its table."""
    grouped = groupby(milestones, key=lambda one: one.clause)
    return [(clause_words(clause), _table(slug, found, on)) for clause, found in grouped]


def clause_words(clause: "Clause") -> str:
    return f"{clause.code} {in_language(clause, 'title')}"


def _table(slug: str, milestones: "Iterable[Milestone]", on: date) -> Table:
    def link(one: "Milestone") -> str:
        return format_html('<a href="{}">{}</a>', reverse("milestone", args=[slug, one.pk]), one.title)

    return Table.of(
        milestones,
        Column(gettext("Hito"), cell=link),
        Column(gettext("Entidad"), cell=lambda one: one.entity.short_name),
        Column(gettext("Clase"), cell=lambda one: one.get_kind_display()),
        Column(gettext("Cuándo"), cell=lambda one: short_date(one.reached_on)),
        Column(gettext("Estado"), cell=lambda one: state_words(one, on)),
    )


def state_words(milestone: "Milestone", on: date) -> str:
    """Also that what it left behind holds no more."""
    state = str(MilestoneState(milestone.state).label)
    if milestone.expires_on is None or milestone.expires_on >= on:
        return state
    return gettext("%(state)s · venció el %(date)s") % {"state": state, "date": short_date(milestone.expires_on)}


def milestone_facts(milestone: "Milestone", on: date) -> list[tuple[str, str]]:
    pledge, verifier = milestone.pledge, milestone.verifier_entity
    facts = [
        (gettext("Estado"), state_words(milestone, on)),
        (gettext("Entidad"), milestone.entity.name),
        (gettext("Compromiso del acuerdo"), clause_words(milestone.clause)),
        (gettext("Clase"), milestone.get_kind_display()),
        (gettext("Cuándo"), short_date(milestone.reached_on)),
        (gettext("Ante qué instancia de gobierno"), milestone.instance),
        (gettext("Qué tan suyo hizo el plan esa instancia"), milestone.get_rung_display()),
        (gettext("Hasta cuándo rige"), short_date(milestone.expires_on) if milestone.expires_on else ""),
        (gettext("Promesa que cumple"), f"{pledge.code} {in_language(pledge, 'text')}" if pledge else ""),
        (gettext("Lo comprobó"), verifier.name if verifier else ""),
        (gettext("Por qué"), milestone.reason),
    ]
    return [(name, value) for name, value in facts if value]


def milestone_history(steps: "Iterable[MilestoneStep]") -> list[dict[str, str]]:
    """For the timeline: what, when and which entity; who it was is not shown."""
    return [
        {
            "title": str(_STEPS.get(step.act, step.act)),
            "when": date_time(step.at),
            "by": step.entity.short_name if step.entity else "",
            "note": step.note,
        }
        for step in steps
    ]
