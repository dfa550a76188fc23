"""The effect of a proposed amendment: the plan as it is beside the plan as it would be, in pictures and in a Mesa."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from concierta.steering.queries.what_if import what_if
from concierta.web.kit import marks
from concierta.web.kit.formats import long_date, percent, percentage_points
from concierta.web.kit.tabular import Column, Table
from concierta.web.workspace.plans.rows import is_silent
from concierta.web.workspace.reporting.figures import Picture

YEAR, CYCLE, SHARE = "year", "cycle", "share"


@dataclass(frozen=True, slots=True)
class SideView:
    """`figure` is the verified achievement in words; `picture` None where nothing is programmed or nothing is there."""

    label: str
    figure: str
    picture: Picture | None
    expected: Fraction | None


@dataclass(frozen=True, slots=True)
class EffectRow:
    name: str
    what: str
    sides: tuple[SideView, SideView]
    said: str


@dataclass(frozen=True, slots=True)
class Effect:
    """`rows` are what differs, the plan first; `same` names what stays as it is; `table` has everything."""

    finding: str
    explains: str
    rows: list[EffectRow]
    same: str
    table: Table
    expected_on: Any


def effect_of(amendment: Any) -> Effect:
    found = what_if(amendment)
    compared = [found.plan, *found.nodes, *found.projects, *found.indicators]
    moves = {scope: any(_differs(one, scope) for one in compared) for scope in (YEAR, CYCLE)}
    scope = CYCLE if moves[CYCLE] and not moves[YEAR] else YEAR
    shown = [one for one in compared if one is found.plan or one.differs]
    return Effect(
        finding=_finding(found.plan, scope),
        explains=_explains(found, scope),
        rows=[_row(one, scope, place) for place, one in enumerate(shown)],
        same=", ".join(one.name for one in compared if one not in shown),
        table=_table(compared),
        expected_on=found.cut_off,
    )


def _finding(plan: Any, scope: str) -> str:
    now, proposed = (_verified(side, scope) for side in (plan.now, plan.proposed))
    if now == proposed:
        return gettext("El avance verificado del plan no cambia: %(now)s") % {"now": percent(now)}
    return gettext("El avance verificado del plan pasaría de %(now)s a %(proposed)s") % {
        "now": percent(now),
        "proposed": percent(proposed),
    }


def _explains(found: Any, scope: str) -> str:
    on = {"date": long_date(found.cut_off), "day": long_date(found.in_force_on)}
    if scope == YEAR:
        said = gettext(
            "Las mismas cifras al %(date)s, medidas con el plan que regirá el %(day)s: sin ella y con ella. "
            "Avance del año."
        )
    else:
        said = gettext(
            "Las mismas cifras al %(date)s, medidas con el plan que regirá el %(day)s: sin ella y con ella. "
            "Avance de todo el plan: el del año no cambia."
        )
    return said % on


def _row(compared: Any, scope: str, place: int) -> EffectRow:
    sides = tuple(
        _side(side, scope, label, f"efecto-{place}-{n}")
        for n, (side, label) in enumerate(
            ((compared.now, gettext("Hoy")), (compared.proposed, gettext("Con ella"))), start=1
        )
    )
    return EffectRow(compared.name, _what(compared), (sides[0], sides[1]), _said(compared, scope))


def _side(side: Any, scope: str, label: str, id: str) -> SideView:
    if side is None:
        return SideView(label, gettext("No está"), None, None)
    if is_silent(side.tally):
        return SideView(label, gettext("Sin dato"), None, None)
    verified, reported = _verified(side, scope), _reported(side, scope)
    if not side.tally.programmed:
        return SideView(label, gettext("No programado"), None, None)
    picture = Picture(
        id=id,
        verified=verified,
        reported=reported,
        state=_state(verified, reported),
        target_label="",
        reported_value="",
        verified_value="",
    )
    return SideView(label, percent(verified), picture, getattr(side.tally, f"expected_{scope}"))


def _state(verified: Fraction | None, reported: Fraction | None) -> str:
    if verified is None and reported is None:
        return marks.NO_DATA
    return marks.REPORTED if reported is not None and reported > (verified or 0) else marks.VERIFIED


def _said(compared: Any, scope: str) -> str:
    """How much it moves, and what becomes of its weight."""
    if compared.now is None:
        return gettext("Entra al plan.")
    if compared.proposed is None:
        return gettext("Sale del plan.")
    parts = []
    before, after = _verified(compared.now, scope), _verified(compared.proposed, scope)
    if before is not None and after is not None and before != after:
        parts.append(("+" if after > before else "") + percentage_points(after - before))
    if compared.now.share != compared.proposed.share:
        parts.append(
            gettext("pesa %(before)s → %(after)s")
            % {"before": percent(compared.now.share), "after": percent(compared.proposed.share)}
        )
    return " · ".join(parts)


def _what(compared: Any) -> str:
    words = {
        "plan": gettext("Todo el plan"),
        "node": gettext("Parte del plan"),
        "project": gettext("Proyecto"),
        "indicator": gettext("Indicador"),
    }
    word = words[compared.level]
    return word if compared.level == "plan" else f"{word} {compared.key.rsplit('/', 1)[-1]}"


def _table(compared: list[Any]) -> Table:
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
            f"{_what(one)}: {one.name}",
            *(_written(side, scope) for _words, scope in measured for side in (one.now, one.proposed)),
        ]
        for one in compared
    ]
    return Table(columns=columns, rows=rows)


def _written(side: Any, scope: str) -> str:
    """A figure of the Mesa; `scope` SHARE is the weight, which is there also where nobody has reported."""
    if side is None:
        return gettext("No está")
    if scope == SHARE:
        return "—" if side.share is None else percent(side.share)
    if is_silent(side.tally):
        return gettext("Sin dato")
    value = _verified(side, scope)
    return "—" if value is None else percent(value)


def _verified(side: Any, scope: str) -> Fraction | None:
    return getattr(side.tally, f"verified_{scope}") if side else None


def _reported(side: Any, scope: str) -> Fraction | None:
    return getattr(side.tally, f"reported_{scope}") if side else None


def _differs(compared: Any, scope: str) -> bool:
    return _verified(compared.now, scope) != _verified(compared.proposed, scope) or _reported(
        compared.now, scope
    ) != _reported(compared.proposed, scope)
