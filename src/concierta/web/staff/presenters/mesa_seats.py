"""Who sits at the Mesa, who may speak for them, and by which rules, as its pages show it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from concierta.kernel.alphabet import alphabetical
from concierta.mesa.enums import Majority, Quorum
from concierta.web.components.formats import percent, short_date


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
    attendance: str
    attended: tuple[int, ...]


def seat_lines(
    mesa: Any, seats: Iterable[Any], delegations: Iterable[Any], on: date, attendance: Iterable[Any] = ()
) -> list[SeatLine]:
    """`delegations` and `attendance` are those of the whole Mesa: one of any size costs the same questions."""
    by_seat = defaultdict(list)
    for delegation in delegations:
        by_seat[delegation.seat_id].append(_delegation(delegation, on))
    records = {record.entity.pk: record for record in attendance}
    ordered = sorted(seats, key=lambda seat: (not seat.has_vote, alphabetical(seat.entity.name)))
    return [_line(mesa, seat, by_seat[seat.pk], records.get(seat.entity_id)) for seat in ordered]


def _line(mesa: Any, seat: Any, delegations: list[DelegationLine], record: Any) -> SeatLine:
    roles = {mesa.chair_id: gettext("Preside"), mesa.secretariat_id: gettext("Secretaría técnica")}
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
        attendance=attendance_words(record) if record and record.held else "",
        attended=record.attended_sessions if record else (),
    )


def attendance_words(record: Any) -> str:
    """ "2 de 4 sesiones (50 %)", as the portal says it."""
    return ngettext(
        "%(attended)s de %(held)s sesión (%(share)s)", "%(attended)s de %(held)s sesiones (%(share)s)", record.held
    ) % {"attended": record.attended, "held": record.held, "share": percent(record.share)}


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
        (
            gettext("Por delegación"),
            ngettext("%(n)s entidad por persona", "%(n)s entidades por persona", rules.delegations_per_person)
            % {"n": rules.delegations_per_person},
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
