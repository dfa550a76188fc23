"""Who sits at the Mesa, who may speak for them, and by which rules, as its pages show it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from concierta.table.enums import Majority, Quorum
from concierta.web.components.formats import short_date


@dataclass(frozen=True, slots=True)
class DelegationLine:
    pk: int
    person: str
    when: str
    document: int
    in_force: bool


@dataclass(frozen=True, slots=True)
class SeatLine:
    pk: int
    entity: str
    short: str
    voice: str
    has_vote: bool
    principal: str
    since: str
    role: str
    delegations: list[DelegationLine]


def seat_lines(table: Any, seats: Iterable[Any], delegations: Iterable[Any], on: date) -> list[SeatLine]:
    """`delegations` are those of the whole table, so that a table of any size costs the same questions."""
    by_seat = defaultdict(list)
    for delegation in delegations:
        by_seat[delegation.seat_id].append(_delegation(delegation, on))
    return [_line(table, seat, by_seat[seat.pk]) for seat in seats]


def _line(table: Any, seat: Any, delegations: list[DelegationLine]) -> SeatLine:
    roles = {table.chair_id: gettext("Preside"), table.secretariat_id: gettext("Secretaría técnica")}
    return SeatLine(
        pk=seat.pk,
        entity=seat.entity.name,
        short=seat.entity.short_name,
        voice=gettext("Voz y voto") if seat.has_vote else gettext("Voz"),
        has_vote=seat.has_vote,
        principal=seat.principal.name if seat.principal else "",
        since=short_date(seat.since),
        role=roles.get(seat.entity_id, ""),
        delegations=delegations,
    )


def _delegation(delegation: Any, on: date) -> DelegationLine:
    when = (
        gettext("desde el %(since)s hasta el %(until)s")
        % {"since": short_date(delegation.since), "until": short_date(delegation.until)}
        if delegation.until
        else gettext("desde el %(since)s") % {"since": short_date(delegation.since)}
    )
    in_force = delegation.since <= on and (delegation.until is None or delegation.until >= on)
    return DelegationLine(delegation.pk, delegation.person.name, when, delegation.document_id, in_force)


def members_title(lines: list[SeatLine]) -> str:
    """«12 entidades con voto, 3 con voz»."""
    voting = sum(line.has_vote for line in lines)
    said = ngettext("%(n)s entidad con voto", "%(n)s entidades con voto", voting) % {"n": voting}
    heard = len(lines) - voting
    return f"{said}, " + gettext("%(n)s con voz") % {"n": heard} if heard else said


def rules_items(rules: Any) -> list[tuple[str, str]]:
    """One version of the rules, as label and words."""

    def days(count: int) -> str:
        return ngettext("%(n)s día hábil antes", "%(n)s días hábiles antes", count) % {"n": count}

    months = rules.period_months
    return [
        (gettext("Convocatoria ordinaria"), days(rules.notice_days)),
        (gettext("Convocatoria extraordinaria"), days(rules.extraordinary_notice_days)),
        (gettext("Quórum"), str(Quorum(rules.quorum).label)),
        (gettext("Para decidir"), str(Majority(rules.majority).label)),
        (
            gettext("Sesiones ordinarias"),
            ngettext("al menos una cada mes", "al menos una cada %(n)s meses", months) % {"n": months},
        ),
    ]


def rules_versions(versions: Iterable[Any]) -> list[dict[str, str]]:
    """Every version, the newest first, for a timeline."""
    return [
        {
            "title": gettext("Versión %(n)s") % {"n": one.version},
            "when": gettext("Rige desde el %(day)s") % {"day": short_date(one.effective_on)},
            "by": gettext("decisión %(number)s") % {"number": one.decision.number}
            if one.decision
            else gettext("con la mesa"),
        }
        for one in versions
    ]
