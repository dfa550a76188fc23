"""The agenda that fills itself: what figures bring, reports, money and the projects in turn; none before its time."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from concierta.budgets.operations import LineExecution, record_execution
from concierta.mesa.enums import ItemSource
from concierta.mesa.models import AgendaItem
from concierta.plans.models import Project
from concierta.reporting.enums import Outcome
from concierta.reporting.operations import open_correction
from concierta.steering.queries import agenda_proposals
from concierta.steering.queries.agenda.figures import percent, quantity
from factories import (
    AT,
    checked_report,
    make_indicator,
    make_period,
    published_report,
    reviewed_report,
    submitted_report,
)
from factories.cast import make_product
from factories.mesa import (
    SESSION_AT,
    closed_session,
)
from factories.money import make_line
from factories.steering import ON, brought

pytestmark = pytest.mark.django_db


class TestLagging:
    @pytest.fixture
    def product(self, scene):
        """In a project of one product, targeted 1,000 a year for four years."""
        product = make_product(scene, "P-1")
        indicator = make_indicator(scene, "I-1", product=product, accumulation="cumulative")
        for year in (2025, 2026, 2027):
            indicator.targets.create(year=year, value=1000)
        return product

    def test_a_project_under_what_was_expected_shows_both_figures(self, scene, product):
        checked_report(scene, value=500, indicator=product.indicator)
        assert brought(scene, ON, ItemSource.LAGGING)["project:BP-P-1"] == (
            "12,5\N{NO-BREAK SPACE}% frente a 25,0\N{NO-BREAK SPACE}% esperado al 31 de diciembre de 2024"
        )

    def test_its_indicators_are_not_told_again(self, scene, product):
        checked_report(scene, value=500, indicator=product.indicator)
        assert "indicator:I-1" not in brought(scene, ON, ItemSource.LAGGING)

    def test_an_indicator_lags_by_itself_where_its_project_does_not(self, scene, product):
        other = type(product).objects.create(project=product.project, code="P-1b", name="Otro", weight=Decimal("0.01"))
        type(product).objects.filter(pk=product.pk).update(weight=Decimal("0.99"))
        slow = make_indicator(scene, "I-2", product=other)
        checked_report(scene, value=1000, indicator=product.indicator)
        checked_report(scene, value=100, indicator=slow)
        found = brought(scene, ON, ItemSource.LAGGING)
        assert "project:BP-P-1" not in found
        assert "indicator:I-2" in found

    def test_what_keeps_pace_is_not_told(self, scene, product):
        checked_report(scene, value=1000, indicator=product.indicator)
        checked_report(scene, value=1000)
        assert brought(scene, ON, ItemSource.LAGGING) == {}

    def test_the_pace_is_configuration(self, scene, product, settings):
        checked_report(scene, value=1000)
        checked_report(scene, value=950, indicator=product.indicator)
        assert brought(scene, ON, ItemSource.LAGGING) == {}
        settings.LAGGING_PACE = "0.96"
        assert brought(scene, ON, ItemSource.LAGGING)["project:BP-P-1"].startswith("23,8")

    def test_a_figure_that_waits_for_its_verification_is_taken_at_its_word(self, scene, product):
        reviewed_report(scene, value=1000, indicator=product.indicator)
        assert "project:BP-P-1" not in brought(scene, ON, ItemSource.LAGGING)
        settled = brought(scene, ON, ItemSource.LAGGING)
        assert "indicator:R-01" in settled

    def test_and_the_agenda_says_that_it_was(self, scene):
        submitted_report(scene, value=500)
        assert brought(scene, ON, ItemSource.LAGGING)["indicator:R-01"] == (
            "50,0\N{NO-BREAK SPACE}% reportado, por verificar, frente a 100,0\N{NO-BREAK SPACE}% "
            "esperado al 31 de diciembre de 2024"
        )

    def test_before_its_reports_are_due_a_cut_off_judges_nobody(self, scene):
        assert brought(scene, date(2025, 1, 9), ItemSource.LAGGING) == {}
        assert "indicator:R-01" in brought(scene, date(2025, 1, 10), ItemSource.LAGGING)

    def test_the_first_are_named_one_by_one_and_the_rest_together(self, scene, settings):
        settings.AGENDA_LAGGING = 2
        for number in range(4):
            checked_report(scene, value=100 * (number + 1), indicator=make_indicator(scene, f"L-{number}"))
        proposals = [one for one in agenda_proposals(scene.mesa, ON) if one.source == ItemSource.LAGGING]
        assert [one.subject for one in proposals] == ["indicator:R-01", "indicator:L-0", "lagging:rest"]
        assert proposals[-1].title == "3 asuntos más van tarde"
        assert proposals[-1].why.endswith("del más atrasado al menos: L-1, L-2, L-3.")

    def test_a_closed_project_is_past_helping(self, scene, product):
        Project.objects.update(closed_on=date(2025, 1, 15))
        assert not {"project:BP-P-1", "indicator:I-1"} & set(brought(scene))


class TestReports:
    def test_overdue_reports_are_one_matter_for_each_entity(self, scene):
        make_indicator(scene, "R-02")
        make_indicator(scene, "S-1", reporter=scene.sena)
        assert brought(scene, ON, ItemSource.OVERDUE_REPORT) == {
            "reports:desarrollo": "4.º trimestre de 2024, vencía el 9 de enero de 2025: R-01, R-02.",
            "reports:sena": "4.º trimestre de 2024, vencía el 9 de enero de 2025: S-1.",
        }

    def test_not_before_they_are_late(self, scene):
        assert brought(scene, date(2025, 1, 9), ItemSource.OVERDUE_REPORT) == {}

    def test_a_session_far_ahead_accuses_nobody_of_what_is_not_late_today(self, scene):
        proposals = agenda_proposals(scene.mesa, ON, as_of=date(2025, 1, 9))
        assert ItemSource.OVERDUE_REPORT not in {one.source for one in proposals}

    def test_many_are_counted(self, scene):
        for number in range(14):
            make_indicator(scene, f"M-{number:02}")
        assert brought(scene, ON, ItemSource.OVERDUE_REPORT)["reports:desarrollo"].endswith("M-11, y 3 más.")

    @pytest.mark.parametrize(
        ("outcome", "title"),
        [
            (Outcome.REJECTED, "Rechazado: R-01 Personas atendidas R-01"),
            (Outcome.NOT_VERIFIABLE, "No verificable: R-01 Personas atendidas R-01"),
        ],
    )
    def test_a_figure_that_was_not_accepted_comes_with_its_reason(self, scene, outcome, title):
        checked_report(scene, outcome, value=1440)
        (proposal,) = [one for one in agenda_proposals(scene.mesa, ON) if one.source == ItemSource.REJECTED]
        assert (proposal.subject, proposal.title) == ("report:R-01:2024-T4", title)
        assert proposal.why == (
            "4.º trimestre de 2024: DESARROLLO reportó 1.440\N{NO-BREAK SPACE}personas. "
            "CONTROL: Se contrastaron las actas con el listado."
        )

    def test_a_verified_one_is_no_matter(self, scene):
        checked_report(scene)
        assert brought(scene, ON, ItemSource.REJECTED) == {}

    def test_a_rejected_one_that_was_published_still_is(self, scene):
        published_report(scene, Outcome.REJECTED)
        assert "report:R-01:2024-T4" in brought(scene, ON, ItemSource.REJECTED)

    def test_one_whose_correction_is_under_way_is_being_dealt_with(self, scene):
        report = published_report(scene, Outcome.REJECTED)
        open_correction(report=report, reason="Faltaba el listado.", by=scene.reporter, at=AT + timedelta(days=1))
        assert brought(scene, ON, ItemSource.REJECTED) == {}

    def test_only_of_the_last_cut_off_that_was_verified(self, scene):
        before = make_period(scene.plan, "2024-T3")
        checked_report(scene, Outcome.REJECTED, period=before)
        assert set(brought(scene, ON, ItemSource.REJECTED)) == {"report:R-01:2024-T3"}
        checked_report(scene, indicator=make_indicator(scene, "R-02"))
        assert brought(scene, ON, ItemSource.REJECTED) == {}


class TestProjectsInTurn:
    @pytest.fixture
    def products(self, scene, settings):
        settings.AGENDA_PROJECTS, settings.AGENDA_PROJECTS_EVERY = 2, 2
        return [make_product(scene, f"P-{number}") for number in range(5)]

    def looked_at(self, scene, number: int, *codes: str) -> None:
        at = SESSION_AT + timedelta(days=30 * number)
        session = closed_session(scene, starts_at=at)
        for ordinal, code in enumerate(codes):
            AgendaItem.objects.create(
                session=session,
                ordinal=50 + ordinal,
                title=code,
                source=ItemSource.POAI,
                subject=f"project:{code}",
                opened_at=at,
                closed_at=at,
            )

    def turn(self, scene) -> list[str]:
        return list(brought(scene, date(2025, 6, 2), ItemSource.POAI))

    def test_a_few_in_each_session_by_code(self, scene, products):
        assert self.turn(scene) == ["project:BP-P-0", "project:BP-P-1"]

    def test_those_never_looked_at_come_before_those_of_long_ago(self, scene, products):
        self.looked_at(scene, 0, "BP-P-0", "BP-P-1")
        self.looked_at(scene, 1, "BP-P-2", "BP-P-3")
        assert self.turn(scene) == ["project:BP-P-4"]
        self.looked_at(scene, 2, "BP-P-4")
        assert self.turn(scene) == ["project:BP-P-0", "project:BP-P-1"]

    def test_it_says_since_when_and_how_it_stands(self, scene, products):
        self.looked_at(scene, 0, "BP-P-0")
        self.looked_at(scene, 1)
        self.looked_at(scene, 2)
        found = brought(scene, date(2025, 6, 2), ItemSource.POAI)
        assert found["project:BP-P-1"].startswith("La mesa no lo ha revisado. Desarrollo: ")
        found = {**found, **brought(scene, date(2025, 6, 2), ItemSource.POAI)}
        assert list(found) == ["project:BP-P-1", "project:BP-P-2"]

    def test_one_that_lags_is_already_on_the_agenda(self, scene, products):
        checked_report(scene, value=10, indicator=make_indicator(scene, "I-0", product=products[0]))
        assert self.turn(scene) == ["project:BP-P-1", "project:BP-P-2"]


class TestMoney:
    @pytest.fixture
    def spending(self, scene):
        """A project with nine tenths of its money of 2024 obligated, and its indicator."""
        product = make_product(scene, "P-1")
        indicator = make_indicator(scene, "I-1", product=product)
        line = make_line(scene, product, fiscal_year=2024)
        record_execution(
            plan=scene.plan,
            cut_off=scene.period.cut_off,
            figures=[LineExecution(line, 900, 900, 900, 0)],
            by=scene.secretary,
            at=AT,
        )
        return indicator

    def test_obligations_without_a_verified_result_are_told(self, scene, spending, settings):
        settings.LAGGING_PACE = "0"
        assert brought(scene, ON, ItemSource.POAI) == {
            "project:BP-P-1": "Obligaciones sin resultado: 90,0\N{NO-BREAK SPACE}% de lo apropiado en 2024 está "
            "obligado y nada de lo programado está verificado al 31 de diciembre de 2024."
        }

    def test_with_a_result_the_project_only_has_its_turn(self, scene, spending, settings):
        settings.LAGGING_PACE = "0"
        checked_report(scene, value=100, indicator=spending)
        assert brought(scene, ON, ItemSource.POAI)["project:BP-P-1"].startswith("La mesa no lo ha revisado.")


def test_percentages_have_one_decimal_and_quantities_none_idle(cast):
    assert percent(Fraction(912, 1461)) == "62,4\N{NO-BREAK SPACE}%"
    assert percent(None) == "sin dato"
    assert quantity(Decimal("1440.000000"), cast.indicator) == "1.440\N{NO-BREAK SPACE}personas"
    assert quantity(None, cast.indicator) == "sin dato"
