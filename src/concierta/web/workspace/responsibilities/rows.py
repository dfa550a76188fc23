"""Who answers for what, as the matrix and the page of one part show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext

from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.web.kit.formats import number, short_date

#: Enough of a long official name to know it again.
_TITLE = 110


@dataclass(frozen=True, slots=True)
class CellView:
    """`applies` is False where this kind of part has no such duty; `hole` where somebody is missing."""

    label: str
    applies: bool
    entity: str
    person: str
    substitute: str
    since: str
    implied: bool
    hole: bool
    clash: str
    href: str


@dataclass(frozen=True, slots=True)
class RowView:
    key: str
    code: str
    title: str
    kind: str
    href: str
    cells: list[CellView]


def row_view(row: Any, plan: Any, *, whole: bool = False) -> RowView:
    """A row of the matrix; `whole` keeps the name entire, for the page of the part alone."""
    kind = SubjectKind(row.kind)
    return RowView(
        key=f"{kind.value}-{row.pk}",
        code=row.code,
        title=row.name if whole else Truncator(row.name).chars(_TITLE),
        kind=str(kind.label),
        href=reverse("responsibility", args=[plan.slug, kind.value, row.pk]),
        cells=[_cell(duty, row.cells[duty], reverse("hand_over", args=[plan.slug, kind.value, row.pk, duty.value]))
               for duty in Duty],
    )  # fmt: skip


def _cell(duty: Duty, cell: Any, href: str) -> CellView:
    label = str(duty.label)
    if cell is None:
        return CellView(label, False, "", "", "", "", False, False, "", "")
    return CellView(
        label=label,
        applies=True,
        entity=cell.entity.short_name if cell.entity else "",
        person=cell.person.name if cell.person else "",
        substitute=cell.substitute.name if cell.substitute else "",
        since=short_date(cell.since) if cell.since else "",
        implied=cell.implied,
        hole=cell.is_hole,
        clash=", ".join(str(other.label).lower() for other in cell.clashes_with),
        href=href,
    )


def finding(matrix: Any) -> str:
    """The title: what is wrong in the whole plan, or that nothing is."""
    if not sum(matrix.things.values()):
        return gettext("Quién responde por qué")
    parts = [
        ngettext("%(n)s hueco", "%(n)s huecos", count) % {"n": number(count)} if holes
        else ngettext("%(n)s choque", "%(n)s choques", count) % {"n": number(count)}
        for count, holes in ((matrix.holes, True), (matrix.clashes, False))
        if count
    ]  # fmt: skip
    wrong = sum(matrix.incomplete.values())
    if not parts:
        return gettext("Todo tiene quien responda: %(things)s") % {"things": _things(matrix.things)}
    total = sum(matrix.things.values())
    words = ngettext("%(said)s en %(wrong)s de %(total)s parte", "%(said)s en %(wrong)s de %(total)s partes", total)
    return words % {"said": gettext(" y ").join(parts), "wrong": number(wrong), "total": number(total)}


def missing_words(matrix: Any) -> str:
    """Which kinds of part lack somebody: «Sin completar: 3 proyectos y 12 indicadores»."""
    lacking = {kind: count for kind, count in matrix.incomplete.items() if count}
    return gettext("Sin completar: %(things)s.") % {"things": _things(lacking)} if lacking else ""


def _things(things: Any) -> str:
    words = {
        SubjectKind.PLEDGE: lambda n: ngettext("%(n)s promesa", "%(n)s promesas", n),
        SubjectKind.PROJECT: lambda n: ngettext("%(n)s proyecto", "%(n)s proyectos", n),
        SubjectKind.INDICATOR: lambda n: ngettext("%(n)s indicador", "%(n)s indicadores", n),
        SubjectKind.ACTION_ITEM: lambda n: ngettext("%(n)s tarea", "%(n)s tareas", n),
    }
    said = [words[kind](count) % {"n": number(count)} for kind, count in things.items() if count]
    return said[0] if len(said) == 1 else gettext("%(first)s y %(last)s") % {
        "first": ", ".join(said[:-1]), "last": said[-1]
    }  # fmt: skip


def kind_options(matrix: Any) -> list[tuple[str, str]]:
    """The kinds of part with how many of each there are, for the filter."""
    return [
        ("", gettext("Todas")),
        *((kind.value, f"{kind.label} ({number(matrix.things[kind])})") for kind in SubjectKind if matrix.things[kind]),
    ]


def history_lines(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Who has answered, the newest first, for the `timeline` component. `rows` carry duty, entity, person and dates."""
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
