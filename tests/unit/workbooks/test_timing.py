from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from concierta.kernel.periods import Period
from concierta.plans.matrix import MatrixDraft
from concierta.workbooks import refusals

Read = Callable[..., MatrixDraft]
Row = Callable[..., dict[str, Any]]
Told = Callable[[MatrixDraft, str], list[tuple[int, str, str, str]]]


def test_the_period_is_the_last_quarter_with_data_in_the_year_the_activities_end(read: Read, make_row: Row) -> None:
    draft = read([make_row()])
    assert (draft.period, draft.period_source) == (Period(2024, 3), "data")


def test_a_stray_cell_in_a_later_quarter_does_not_move_the_period(read: Read, make_row: Row, findings_of: Told) -> None:
    rows = [make_row(Cód_Actividad=f"A{n}") for n in range(60)]
    rows[7]["% de Avance Actividad\nTrimestre IV"] = 0.9
    draft = read(rows)
    assert draft.period == Period(2024, 3)
    assert findings_of(draft, "quarter-later") == [(10, "% de Avance Actividad Trimestre IV (U)", "0.9", "1")]


def test_the_person_may_say_the_period(read: Read, make_row: Row) -> None:
    draft = read([make_row()], period=Period(2023, 3))
    assert (draft.period, draft.period_source) == (Period(2023, 3), "given")
    assert draft.plan.activity_followups[0].progress is not None


def test_without_dates_the_year_comes_from_the_name(read: Read, make_row: Row) -> None:
    row = make_row(Fecha_Inicio=None, Fecha_Fin="N/A")
    assert read([row], filename="cuadro_2024_09.xlsx").period == Period(2024, 3)
    with pytest.raises(refusals.PeriodUnknown, match="2024-T4"):
        read([row])


def test_a_name_that_says_another_period_is_told(read: Read, make_row: Row, findings_of: Told) -> None:
    draft = read([make_row()], filename="cuadro_1s_2025_03.xlsx")
    assert draft.period == Period(2024, 3)
    assert findings_of(draft, "period-doubtful") == [(0, "", "cuadro_1s_2025_03.xlsx", "2024-T3")]


def test_one_activity_that_ends_next_year_does_not_move_the_year(read: Read, make_row: Row) -> None:
    rows = [make_row(Cód_Actividad=f"A{n}") for n in range(3)]
    rows[0]["Fecha Fin"] = date(2025, 3, 31)
    assert read(rows).period == Period(2024, 3)
