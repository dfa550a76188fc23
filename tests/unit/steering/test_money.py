"""What was spent beside what came of it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from concierta.budgets.operations import LineExecution, open_opportunity, record_execution, set_deadline
from concierta.engines.achievement import AlertCode
from concierta.indicators.models import Indicator
from concierta.steering.queries import dues, dues_of, physical
from concierta.steering.queries.money import money_and_results
from concierta.steering.queries.physical import Basis, physical_of
from factories import Cast, checked_report, count_queries, make_indicator, reviewed_report
from factories.cast import make_product
from factories.money import make_fund, make_line

END = date(2024, 12, 31)
AT = datetime(2025, 1, 10, 15, tzinfo=UTC)


def spent(cast: Cast, product, obligation: int) -> None:
    line = make_line(cast, product, fiscal_year=2024, initial=1_000)
    record_execution(
        plan=cast.plan,
        cut_off=END,
        figures=[LineExecution(line, obligation, obligation, obligation, 0)],
        by=cast.secretary,
        at=AT,
    )


def measured(cast: Cast, code: str, **fields: object) -> Indicator:
    return make_indicator(cast, f"P-{code}", product=make_product(cast, code), **fields)


def test_execution_efficiency_and_cost_of_a_unit(cast: Cast):
    indicator = measured(cast, "1")
    checked_report(cast, "adjusted", indicator=indicator, value=900, verified_value=Decimal(720))
    spent(cast, indicator.product, 600)
    found = money_and_results(None, cast.plan, END)
    compared = found.by_project[indicator.product.project_id]
    assert (compared.execution, compared.physical.achieved) == (Fraction(3, 5), Fraction(18, 25))
    assert compared.efficiency == Fraction(6, 5)
    assert (compared.cost_per_unit, compared.physical.unit) == (Fraction(600, 720), "personas")
    reported = money_and_results(None, cast.plan, END, basis=Basis.REPORTED)
    assert reported.by_project[indicator.product.project_id].physical.achieved == Fraction(9, 10)
    (entity,) = found.by_entity.values()
    assert entity.physical.achieved == Fraction(18, 25)
    (node,) = found.by_node.values()
    assert (node.execution, node.physical.achieved) == (Fraction(3, 5), Fraction(18, 25))


def test_money_without_result_and_result_without_money(cast: Cast):
    silent, free = measured(cast, "1"), measured(cast, "2")
    spent(cast, silent.product, 600)
    checked_report(cast, "verified", indicator=free, value=1_000)
    found = money_and_results(None, cast.plan, END)
    assert found.projects_with(AlertCode.OBLIGATIONS_WITHOUT_RESULT) == [silent.product.project_id]
    assert found.projects_with(AlertCode.RESULT_WITHOUT_OBLIGATIONS) == [free.product.project_id]
    assert found.alerts[AlertCode.OBLIGATIONS_WITHOUT_RESULT] == 1


def test_units_that_differ_have_no_common_cost(cast: Cast):
    first = measured(cast, "1")
    other = first.product.project.products.create(code="otro", name="Otro", unit="talleres")
    second = make_indicator(cast, "P-otro", product=other)
    Indicator.objects.filter(pk=second.pk).update(unit="talleres")
    second.refresh_from_db()
    for one in (first, second):
        checked_report(cast, "verified", indicator=one, value=100)
    spent(cast, first.product, 600)
    assert money_and_results(None, cast.plan, END).by_project[first.product.project_id].cost_per_unit is None


def test_what_nobody_has_verified_is_unknown_and_raises_no_alarm_of_its_pace(cast: Cast):
    waiting, done, refused = measured(cast, "1"), measured(cast, "2"), measured(cast, "3")
    for one in (waiting, done, refused):
        spent(cast, one.product, 600)
    reviewed_report(cast, 500, indicator=waiting)
    checked_report(cast, "verified", indicator=done, value=500)
    found = money_and_results(None, cast.plan, END)
    by_project = {key: found.by_project[one.product.project_id] for key, one in (("waits", waiting), ("done", done))}

    assert (by_project["waits"].physical.achieved, by_project["waits"].efficiency) == (None, None)
    assert by_project["done"].physical.achieved == Fraction(1, 2)
    close = found.projects_with(AlertCode.CLOSE_UNDER_TARGET)
    assert close == [done.product.project_id]
    # The entity answers for all three: once one of them is known, what lacks a figure counts as nothing done.
    (entity,) = found.by_entity.values()
    assert entity.physical.achieved == Fraction(1, 6)

    reported = money_and_results(None, cast.plan, END, basis=Basis.REPORTED)
    assert reported.by_project[waiting.product.project_id].physical.achieved == Fraction(1, 2)


def test_the_measure_is_kept_until_something_happens(cast: Cast, settings):
    settings.REMEMBER_MEASURES = True
    physical._remembered.clear()
    make_fund(cast)
    indicator = measured(cast, "1")
    physical_of(cast.plan, END)
    assert count_queries(lambda: physical_of(cast.plan, END)) == 1
    assert physical_of(cast.plan, END).by_project["BP-1"].achieved is None
    checked_report(cast, "verified", indicator=indicator, value=500)
    assert physical_of(cast.plan, END).by_project["BP-1"].achieved == Fraction(1, 2)
    physical._remembered.clear()


def test_an_act_about_money_does_not_have_it_measured_again(cast: Cast, settings, monkeypatch):
    settings.REMEMBER_MEASURES = True
    physical._remembered.clear()
    indicator = measured(cast, "1")
    times = []
    monkeypatch.setattr(physical, "_measured", lambda *given: times.append(given) or object())
    physical_of(cast.plan, END)
    spent(cast, indicator.product, 600)
    physical_of(cast.plan, END)
    assert len(times) == 1
    checked_report(cast, "verified", indicator=indicator, value=900)
    physical_of(cast.plan, END)
    physical._remembered.clear()
    assert len(times) == 2


def test_it_asks_as_much_for_one_project_as_for_many(cast: Cast):
    spent(cast, measured(cast, "1").product, 5)
    one = count_queries(lambda: money_and_results(None, cast.plan, END))
    for code in "23":
        spent(cast, measured(cast, code).product, 5)
    assert count_queries(lambda: money_and_results(None, cast.plan, END)) == one


@pytest.mark.parametrize("named", [True, False])
def test_a_deadline_falls_to_who_follows_it_up(cast: Cast, named: bool):
    opportunity = open_opportunity(
        plan=cast.plan,
        code="M-01",
        title="Formación",
        funder="Mintrabajo",
        funder_kind="public",
        entity=cast.desarrollo,
        person=cast.reporter if named else None,
        projects=[make_product(cast, "1").project],
        by=cast.secretary,
        at=AT,
    )
    set_deadline(opportunity=opportunity, what="Enviar", due_on=date(2025, 1, 20), by=cast.secretary, at=AT)
    (due,) = [one for one in dues(date(2025, 1, 15), date(2025, 1, 31)) if one.kind == "opportunity"]
    assert (due.title, due.due_on, due.entity, due.overdue) == (
        "Gestión de recursos: M-01 · Enviar",
        date(2025, 1, 20),
        cast.desarrollo,
        False,
    )
    assert due.people == {cast.reporter.pk}
    mine = [one for one in dues_of(cast.reporter, date(2025, 1, 21)) if one.kind == "opportunity"]
    assert [one.overdue for one in mine] == [True]
