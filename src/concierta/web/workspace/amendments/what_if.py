"""The effect of a proposed amendment: the plan as it is beside the plan as it would be, in pictures and in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from concierta.steering.queries.what_if import Compared, Side, WhatIf, what_if
from concierta.web.kit.formats import long_date, percent, percentage_points
from concierta.web.kit.tabular import Column, Table
from concierta.web.workspace.agreements.rows import mark_of_shares
from concierta.web.workspace.plans.rows import is_silent
from concierta.web.workspace.reporting.figures import Picture

if TYPE_CHECKING:
    from concierta.amendments.models import Amendment

YEAR, CYCLE, SHARE = "year", "cycle", "share"


@dataclass(frozen=True, slots=True)
class SideView:
    """`figure` is the verified achievement in words; `picture` None where nothing is programmed or nothing is there."""

    label: str
    figure: str
    picture: Picture | None = None
    expected: Fraction | None = None


@dataclass(frozen=True, slots=True)
class EffectRow:
    """`moves` says how far it moves, and what becomes of its weight."""

    name: str
    what: str
    sides: tuple[SideView, SideView]
    moves: str


@dataclass(frozen=True, slots=True)
class Effect:
    """`rows` are what differs, the plan first; `same` names what stays as it is; `table` has everything."""

    finding: str
    explains: str
    rows: list[EffectRow]
    same: str
    table: Table
    expected_on: date


def effect_of(amendment: "Amendment") -> Effect:
    effect = what_if(amendment)
    parts = [effect.plan, *effect.nodes, *effect.projects, *effect.indicators]
    moves = {scope: any(_differs(part, scope) for part in parts) for scope in (YEAR, CYCLE)}
    scope = CYCLE if moves[CYCLE] and not moves[YEAR] else YEAR
    shown = [part for part in parts if part is effect.plan or part.differs]
    return Effect(
        finding=_finding(effect.plan, scope),
        explains=_explains(effect, scope),
        rows=[_row(part, scope, place) for place, part in enumerate(shown)],
        same=", ".join(part.name for part in parts if part not in shown),
        table=_table(parts),
        expected_on=effect.cut_off,
    )


def _finding(plan: Compared, scope: str) -> str:
    now, proposed = (_verified(side, scope) for side in (plan.now, plan.proposed))
    if now == proposed:
        return gettext("El avance verificado del plan no cambia: %(now)s") % {"now": percent(now)}
    return gettext("El avance verificado del plan pasaría de %(now)s a %(proposed)s") % {
        "now": percent(now),
        "proposed": percent(proposed),
    }


def _explains(effect: WhatIf, scope: str) -> str:
    words = (
        gettext(
            "Las mismas cifras al %(date)s, medidas con el plan que regirá el %(day)s: sin ella y con ella. "
            "Avance del año."
        )
        if scope == YEAR
        else gettext(
            "Las mismas cifras al %(date)s, medidas con el plan que regirá el %(day)s: sin ella y con ella. "
            "Avance de todo el plan: el del año no cambia."
        )
    )
    return words % {"date": long_date(effect.cut_off), "day": long_date(effect.in_force_on)}


def _row(part: Compared, scope: str, place: int) -> EffectRow:
    now = _side(part.now, scope, gettext("Hoy"), f"efecto-{place}-1")
    proposed = _side(part.proposed, scope, gettext("Con ella"), f"efecto-{place}-2")
    return EffectRow(part.name, _what(part), (now, proposed), _moves(part, scope))


def _side(side: Side | None, scope: str, label: str, id: str) -> SideView:
    if side is None:
        return SideView(label, gettext("No está"))
    if is_silent(side.tally):
        return SideView(label, gettext("Sin dato"))
    if not side.tally.programmed:
        return SideView(label, gettext("No programado"))
    verified, reported = _verified(side, scope), _reported(side, scope)
    state = mark_of_shares(verified, reported)
    picture = Picture(id, verified, reported, state, target_label="", reported_value="", verified_value="")
    return SideView(label, percent(verified), picture, getattr(side.tally, f"expected_{scope}"))


def _moves(part: Compared, scope: str) -> str:
    if part.now is None:
        return gettext("Entra al plan.")
    if part.proposed is None:
        return gettext("Sale del plan.")
    words = []
    before, after = _verified(part.now, scope), _verified(part.proposed, scope)
    if before is not None and after is not None and before != after:
        words.append(("+" if after > before else "") + percentage_points(after - before))
    if part.now.share != part.proposed.share:
        words.append(
            gettext("pesa %(before)s → %(after)s")
            % {"before": percent(part.now.share), "after": percent(part.proposed.share)}
        )
    return " · ".join(words)


def _what(part: Compared) -> str:
    words = {
        "plan": gettext("Todo el plan"),
        "node": gettext("Parte del plan"),
        "project": gettext("Proyecto"),
        "indicator": gettext("Indicador"),
    }
    word = words[part.level]
    return word if part.level == "plan" else f"{word} {part.key.rsplit('/', 1)[-1]}"


def _table(parts: Sequence[Compared]) -> Table:
    """Year, whole plan and weight, without it and with it; what differs is told by both figures, not by a colour."""
    now, proposed = gettext("hoy"), gettext("con ella")
    measured = [
        (gettext("Verificado en el año"), YEAR),
        (gettext("Verificado en todo el plan"), CYCLE),
        (gettext("Peso entre sus hermanos"), SHARE),
    ]
    columns = [Column(gettext("Parte"))]
    for words, _scope in measured:
        columns += [Column(words, numeric=True, unit=now), Column(words, numeric=True, unit=proposed)]
    rows = [
        [
            f"{_what(part)}: {part.name}",
            *(_written(side, scope) for _words, scope in measured for side in (part.now, part.proposed)),
        ]
        for part in parts
    ]
    return Table(columns=columns, rows=rows)


def _written(side: Side | None, scope: str) -> str:
    """A figure of the table; `scope` SHARE is the weight, which is there also where nobody has reported."""
    if side is None:
        return gettext("No está")
    if scope == SHARE:
        return "—" if side.share is None else percent(side.share)
    if is_silent(side.tally):
        return gettext("Sin dato")
    value = _verified(side, scope)
    return "—" if value is None else percent(value)


def _verified(side: Side | None, scope: str) -> Fraction | None:
    return getattr(side.tally, f"verified_{scope}") if side else None


def _reported(side: Side | None, scope: str) -> Fraction | None:
    return getattr(side.tally, f"reported_{scope}") if side else None


def _differs(part: Compared, scope: str) -> bool:
    return any(read(part.now, scope) != read(part.proposed, scope) for read in (_verified, _reported))
