"""The letter of the day, in plain text and in HTML: the same words in both."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from concierta.steering.queries import Bundle, DigestContent, Letter, Notice, absolute, link_to
from concierta.web.kit.formats import long_date, number
from concierta.web.workspace.steering.calendar import holders_words, when_words

#: Of each heading; the calendar has them all.
_LINES = 25


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    kind: str
    when: str
    who: str
    href: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    note: str
    lines: list[Line]
    more: int


def digest_letter(content: DigestContent) -> Letter:
    subject = subject_of(content)
    context = {
        "person": content.person.name,
        "subject": subject,
        "notices": [_notice_words(notice) for notice in content.notices],
        "sections": [section for section in _sections(content) if section.lines],
        "calendar": absolute(reverse("calendar")),
        "language": (get_language() or settings.LANGUAGE_CODE).split("-")[0],
    }
    return Letter(
        subject=subject,
        text=render_to_string("steering/digest.txt", context),
        html=render_to_string("steering/digest.html", context),
    )


def subject_of(content: DigestContent) -> str:
    """The finding: «3 asuntos vencen hasta el 12 de mayo de 2026; 1 está vencido»."""
    coming, overdue, escalated = content.count_coming, content.count_overdue, content.count_escalated
    until = long_date(content.until)
    parts = []
    if coming:
        parts.append(
            ngettext("%(n)s asunto vence hasta el %(date)s", "%(n)s asuntos vencen hasta el %(date)s", coming)
            % {"n": number(coming), "date": until}
        )
    if overdue and coming:
        parts.append(ngettext("%(n)s está vencido", "%(n)s están vencidos", overdue) % {"n": number(overdue)})
    elif overdue:
        parts.append(
            ngettext("%(n)s asunto está vencido", "%(n)s asuntos están vencidos", overdue) % {"n": number(overdue)}
        )
    if escalated:
        parts.append(
            ngettext("%(n)s escalado a usted", "%(n)s escalados a usted", escalated) % {"n": number(escalated)}
            if parts
            else ngettext(
                "%(n)s asunto vencido de otra persona, escalado a usted",
                "%(n)s asuntos vencidos de otras personas, escalados a usted",
                escalated,
            )
            % {"n": number(escalated)}
        )
    if not parts:
        dates = len(content.dates)
        parts.append(
            ngettext(
                "%(n)s fecha para tener en cuenta hasta el %(date)s",
                "%(n)s fechas para tener en cuenta hasta el %(date)s",
                dates,
            )
            % {"n": number(dates), "date": until}
        )
    return "; ".join(parts)


def _notice_words(notice: Notice) -> str:
    words = (
        ngettext(
            "Su entidad, %(entity)s, tiene %(n)s entrega vencida: quedó en silencio en el acuerdo.",
            "Su entidad, %(entity)s, tiene %(n)s entregas vencidas: quedó en silencio en el acuerdo.",
            notice.missed,
        )
        if notice.silent
        else ngettext(
            "Su entidad, %(entity)s, tiene %(n)s entrega vencida: quedó avisada en el acuerdo.",
            "Su entidad, %(entity)s, tiene %(n)s entregas vencidas: quedó avisada en el acuerdo.",
            notice.missed,
        )
    )
    return words % {"entity": notice.entity.short_name, "n": number(notice.missed)}


def _sections(content: DigestContent) -> list[Section]:
    late = ngettext("más de %(n)s día hábil", "más de %(n)s días hábiles", settings.ESCALATE_DAYS) % {
        "n": settings.ESCALATE_DAYS
    }
    return [
        _section(gettext("Vencido"), "", content.overdue, content),
        _section(gettext("Vence hasta el %(date)s") % {"date": long_date(content.until)}, "", content.coming, content),
        _section(
            gettext("Escalado a usted"),
            gettext("Le corresponde a otras personas, lleva %(late)s de vencido y usted rinde cuentas.")
            % {"late": late},
            content.escalated,
            content,
        ),
        _section(gettext("Fechas para tener en cuenta"), "", content.dates, content),
    ]


def _section(title: str, note: str, bundles: Sequence[Bundle], content: DigestContent) -> Section:
    lines = [
        Line(
            title=bundle.title,
            kind=str(bundle.kind.label),
            when=f"{long_date(bundle.due_on)} ({when_words(bundle, content.on)})",
            who=holders_words(bundle),
            href=link_to(bundle),
        )
        for bundle in bundles[:_LINES]
    ]
    return Section(title, note, lines, max(0, len(bundles) - _LINES))
