"""Who answers for what, in words: what is wrong in the whole plan, and who has answered for one part."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.queries import Matrix
from concierta.web.kit.formats import number, short_date

if TYPE_CHECKING:
    from concierta.responsibilities.models import Responsibility


def finding(matrix: Matrix) -> str:
    """The title: what is wrong in the whole plan, or that nothing is."""
    total, wrong = sum(matrix.things.values()), sum(matrix.incomplete.values())
    if not total:
        return gettext("Quién responde por qué")
    parts = []
    if matrix.holes:
        parts.append(ngettext("%(n)s hueco", "%(n)s huecos", matrix.holes) % {"n": number(matrix.holes)})
    if matrix.clashes:
        parts.append(ngettext("%(n)s choque", "%(n)s choques", matrix.clashes) % {"n": number(matrix.clashes)})
    if not parts:
        return gettext("Todo tiene quien responda: %(things)s") % {"things": _things(matrix.things)}
    words = ngettext("%(said)s en %(wrong)s de %(total)s parte", "%(said)s en %(wrong)s de %(total)s partes", total)
    return words % {"said": gettext(" y ").join(parts), "wrong": number(wrong), "total": number(total)}


def caption(matrix: Matrix) -> str:
    total = sum(matrix.things.values())
    if matrix.found == total:
        return gettext("En gris, lo que dice el plan sin que se haya nombrado a nadie.")
    return gettext("%(found)s de %(total)s partes. En gris, lo que dice el plan sin que se haya nombrado a nadie.") % {
        "found": matrix.found,
        "total": total,
    }


def missing_words(matrix: Matrix) -> str:
    """Which kinds of part lack somebody: «Sin completar: 3 proyectos y 12 indicadores»."""
    lacking = {kind: count for kind, count in matrix.incomplete.items() if count}
    return gettext("Sin completar: %(things)s.") % {"things": _things(lacking)} if lacking else ""


def _things(things: Mapping[SubjectKind, int]) -> str:
    words = {
        SubjectKind.PLEDGE: lambda n: ngettext("%(n)s promesa", "%(n)s promesas", n),
        SubjectKind.PROJECT: lambda n: ngettext("%(n)s proyecto", "%(n)s proyectos", n),
        SubjectKind.INDICATOR: lambda n: ngettext("%(n)s indicador", "%(n)s indicadores", n),
        SubjectKind.ACTION_ITEM: lambda n: ngettext("%(n)s tarea", "%(n)s tareas", n),
    }
    *others, last = [words[kind](count) % {"n": number(count)} for kind, count in things.items() if count]
    return gettext("%(first)s y %(last)s") % {"first": ", ".join(others), "last": last} if others else last


def kind_options(matrix: Matrix) -> list[tuple[str, str]]:
    """The kinds of part with how many of each there are, for the filter."""
    return [
        ("", gettext("Todas")),
        *((kind.value, f"{kind.label} ({number(matrix.things[kind])})") for kind in SubjectKind if matrix.things[kind]),
    ]


def history_lines(rows: "Iterable[Responsibility]") -> list[dict[str, object]]:
    """Who has answered, the newest first, for the `timeline` component."""
    lines = []
    for row in rows:
        # A row ends on the day on which the next one begins: its last day is the one before.
        last = row.until and max(row.since, row.until - timedelta(days=1))
        until = gettext("hasta el %(date)s") % {"date": short_date(last)} if last else gettext("sigue")
        lines.append(
            {
                "title": f"{Duty(row.duty).label}: {row.entity.short_name}"
                + (f" · {row.person.name}" if row.person else ""),
                "when": gettext("desde el %(since)s, %(until)s") % {"since": short_date(row.since), "until": until},
                "by": gettext("suplente: %(name)s") % {"name": row.substitute.name} if row.substitute else "",
                "note": row.reason,
                "current": row.until is None,
            }
        )
    return lines
