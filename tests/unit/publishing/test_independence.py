"""Of each verification the public sees whether whoever did it had declared to have no stake, and not who it was."""

from datetime import timedelta

import pytest

from concierta.accounts.operations import declare_independence
from concierta.publishing.queries import read_package
from concierta.publishing.queries.standing import reports_of_plan
from concierta.web.portal.addresses import Address
from concierta.web.portal.corte import Corte
from concierta.web.portal.indicators.report_card import report_card
from concierta.web.portal.portal import Portal
from factories import AT, Cast, checked_report, reviewed_report
from factories.packages import invented_tables, write_package


@pytest.mark.django_db
@pytest.mark.parametrize(("declared", "seen"), [(None, False), (timedelta(), True), (timedelta(days=300), False)])
def test_it_counts_when_declared_by_then(cast: Cast, declared: timedelta | None, seen: bool) -> None:
    checked_report(cast)
    if declared is not None:
        declare_independence(membership=cast.verifier.memberships.get(), by=cast.verifier, at=AT + declared)
    (report,) = reports_of_plan(cast.plan, {cast.period.pk: cast.period})
    assert report.independent is seen


@pytest.mark.django_db
def test_the_declaration_of_another_or_for_another_entity_is_not_theirs(cast: Cast) -> None:
    checked_report(cast)
    other = cast.outsider.memberships.get(role="verifier")
    declare_independence(membership=other, by=cast.outsider, at=AT)
    (report,) = reports_of_plan(cast.plan, {cast.period.pk: cast.period})
    assert not report.independent


@pytest.mark.django_db
def test_what_nobody_verified_says_nothing(cast: Cast) -> None:
    reviewed_report(cast)
    (report,) = reports_of_plan(cast.plan, {cast.period.pk: cast.period})
    assert (report.verified_at, report.independent) == (None, False)


@pytest.mark.parametrize(("value", "told"), [(True, ["Declarada"]), (False, ["No declarada"]), (None, [])])
def test_the_page_of_the_figure_says_it_where_the_corte_knows(tmp_path, value: bool | None, told: list[str]) -> None:
    tables = invented_tables()
    tables["reports"] = [row._replace(independence_declared=value) for row in tables["reports"]]
    write_package(tmp_path / "c", tables)
    corte = Corte(read_package(tmp_path / "c"))
    report = next(row for row in corte.reports.values() if row.outcome == "verified")
    card = report_card(Portal(corte, Address("es", "")), corte.indicators[report.indicator], report, 1)
    assert [fact for name, fact in card.facts if name == "Independencia de quien verificó"] == told
