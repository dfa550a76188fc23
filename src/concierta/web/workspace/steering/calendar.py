"""The months of the calendar, and the calendars that people take away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, ngettext

from concierta.kernel.calendar import is_working_day, own_reason, working_days_between
from concierta.people.enums import Role
from concierta.steering.queries import AssignedObligation, Bundle, bundled, path_of
from concierta.web.kit.formats import long_date, number, short_date
from concierta.web.workspace.shell import memberships_of

if TYPE_CHECKING:
    from concierta.people.models import Entity, User

#: Nearer than this many working days, a due date is shown as near.
_SOON = 3
_YEARS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class CalendarRow:
    title: str
    meta: str
    href: str
    tag: str
    tag_kind: str
    when: str
    due_date: str


@dataclass(frozen=True, slots=True)
class Day:
    """`note` says that nobody is expected to work that day: a due date never falls on it by itself."""

    anchor: str
    words: str
    note: str
    when: str
    rows: list[CalendarRow]


def _not_working(day: date) -> str:
    if is_working_day(day):
        return ""
    reason = own_reason(day)
    return gettext("no hábil: %(reason)s") % {"reason": reason} if reason else gettext("no hábil")


def days_of(bundles: Iterable[Bundle], on: date, user: "User") -> list[Day]:
    """The days on which something is due, in order."""
    by_day: dict[date, list[Bundle]] = {}
    for bundle in bundles:
        by_day.setdefault(bundle.due_on, []).append(bundle)
    return [
        Day(
            anchor=f"d{day.isoformat()}",
            words=day_words(day),
            note=_not_working(day),
            when=_distance(day, on),
            rows=[calendar_row(bundle, on, user) for bundle in due_then],
        )
        for day, due_then in sorted(by_day.items())
    ]


def calendar_row(bundle: Bundle, on: date, user: "User") -> CalendarRow:
    """It leads to its page only for those to whom it falls: for the rest that page is closed."""
    mine = any(due.falls_to(user.pk) for due in bundle.dues)
    tag, kind = _tag(bundle, on)
    return CalendarRow(
        title=bundle.title,
        meta=" · ".join(part for part in (str(bundle.kind.label), holders_words(bundle, user)) if part),
        href=path_of(bundle) if mine else "",
        tag=tag,
        tag_kind=kind,
        when=when_words(bundle, on),
        due_date=short_date(bundle.due_on),
    )


def holders_words(bundle: Bundle, reader: "User | None" = None) -> str:
    """«Rosa Reporta (Desarrollo); la reemplaza Luis León». The people only for those of their entity and the
    secretariat (`reader` None: a letter, which goes to nobody else); the entity for everybody."""
    due = bundle.first
    if due.entity is None:
        return ""
    if due.person is None or (reader is not None and not _knows_people_of(reader, due.entity)):
        return due.entity.short_name
    words = f"{due.person.name} ({due.entity.short_name})"
    if due.substitute is not None:
        words += gettext("; en su ausencia, %(substitute)s") % {"substitute": due.substitute.name}
    return words


def _knows_people_of(reader: "User", entity: "Entity") -> bool:
    return any(one.entity_id == entity.pk or one.role == Role.SECRETARIAT for one in memberships_of(reader))


def when_words(bundle: Bundle, on: date) -> str:
    """In working days, which is what a deadline is counted in: «vence en 3 días hábiles»."""
    days = working_days_between(on, bundle.due_on)
    if not bundle.first.binding:
        return _distance(bundle.due_on, on)
    if bundle.due_on == on:
        return gettext("vence hoy")
    if bundle.due_on > on:
        return ngettext("vence en %(n)s día hábil", "vence en %(n)s días hábiles", days) % {"n": number(days)}
    return ngettext("venció hace %(n)s día hábil", "venció hace %(n)s días hábiles", -days) % {"n": number(-days)}


def _distance(day: date, on: date) -> str:
    days = working_days_between(on, day)
    if day == on:
        return gettext("hoy")
    if day > on:
        return ngettext("en %(n)s día hábil", "en %(n)s días hábiles", days) % {"n": number(days)}
    return ngettext("hace %(n)s día hábil", "hace %(n)s días hábiles", -days) % {"n": number(-days)}


def _tag(bundle: Bundle, on: date) -> tuple[str, str]:
    if bundle.first.escalated:
        return gettext("Vencido · escalado"), "late"
    if bundle.overdue:
        return gettext("Vencido"), "late"
    if bundle.first.binding and working_days_between(on, bundle.due_on) <= _SOON:
        return gettext("Pronto"), "soon"
    return "", "plain"


def day_words(day: date) -> str:
    """«lunes 4 de mayo»: its year stands above it."""
    weekday, written = str(WEEKDAYS[day.weekday()]), long_date(day)
    if (get_language() or "").startswith("en"):
        return f"{weekday} {written.removesuffix(f' {day.year}')}"
    return f"{weekday.lower()} {written.removesuffix(f' de {day.year}')}"


def month_words(day: date) -> str:
    """«mayo de 2026»."""
    return long_date(day.replace(day=1)).removeprefix("1 ").removeprefix("de ")


def month_of(text: str, on: date) -> date:
    """The first day of «2026-05», or of this month: the past is not for reminding, and two years are enough ahead."""
    try:
        wanted = date.fromisoformat(f"{text}-01")
    except ValueError:
        wanted = on
    first = on.replace(day=1)
    return min(max(wanted.replace(day=1), first), first.replace(year=first.year + _YEARS_AHEAD))


def last_day(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


def month_context(
    dues: Iterable[AssignedObligation], user: "User", on: date, first: date, whose: str
) -> dict[str, object]:
    """A month as its page shows it: what is late stands above the one that runs; those to come show their own days.

    Where one asks for one's own (`whose` empty), what is another's and was escalated stands apart.
    """
    current = first == on.replace(day=1)
    seen = [due for due in dues if not due.private or due.falls_to(user.pk)]
    late = [due for due in seen if due.overdue] if current else []
    coming = [due for due in seen if not due.overdue and due.due_on >= max(first, on)]
    escalated = [due for due in late if due.is_told_to(user.pk)] if not whose else []
    late = [due for due in late if whose or not due.is_told_to(user.pk)]
    days = days_of(bundled(coming, by_person=False), on, user)
    ahead = last_day(first) + timedelta(days=1)
    before = (first - timedelta(days=1)).replace(day=1)
    return {
        "month": month_words(first),
        "month_value": f"{first:%Y-%m}",
        "finding": _finding(sum(due.binding for due in coming), len(late), len(escalated), first),
        "late": [calendar_row(bundle, on, user) for bundle in bundled(late, by_person=False)],
        "escalated": [calendar_row(bundle, on, user) for bundle in bundled(escalated, by_person=False)],
        "days": days,
        "next_href": _month_href(ahead, whose) if ahead == month_of(f"{ahead:%Y-%m}", on) else "",
        "next_month": month_words(ahead),
        "before_href": "" if current else _month_href(before, whose),
        "before_month": month_words(before),
    }


def _month_href(first: date, whose: str) -> str:
    return "?" + urlencode({"mes": f"{first:%Y-%m}", **({"de": whose} if whose else {})})


def _finding(coming: int, late: int, escalated: int, first: date) -> str:
    """«3 asuntos vencen en mayo de 2026; 1 está vencido; 2 escalados a usted»."""
    month = month_words(first)
    parts = [
        ngettext("%(n)s asunto vence en %(month)s", "%(n)s asuntos vencen en %(month)s", coming)
        % {"n": number(coming), "month": month}
        if coming
        else gettext("Nada vence en %(month)s") % {"month": month}
    ]
    if late:
        parts.append(ngettext("%(n)s está vencido", "%(n)s están vencidos", late) % {"n": number(late)})
    if escalated:
        parts.append(
            ngettext("%(n)s escalado a usted", "%(n)s escalados a usted", escalated) % {"n": number(escalated)}
        )
    return "; ".join(parts)
