"""Sending a report: every way out of `submit_report`."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest

from concierta.indicators.models import Category
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.reporting.enums import ReportState as S
from concierta.reporting.models import Report, ReportStep
from concierta.reporting.operations import submit_report
from concierta.reporting.queries.against_acts import reports_against_acts
from factories import (
    AT,
    Cast,
    draft_report,
    submitted_report,
)
from factories.cast import measured_in
from factories.ledger import body_of, events

HOUR = timedelta(hours=1)


def test_sending_is_one_state_one_step_and_one_event(cast: Cast, sexes: dict[str, Category]) -> None:
    measured_in(cast, "horas")
    draft = draft_report(cast, "900.50", breakdown={sexes["m"].pk: Decimal(600), sexes["h"].pk: Decimal("300.5")})
    before = Event.objects.count()
    report = submit_report(report=draft, by=cast.reporter, at=AT + HOUR)
    assert (report.state, report.submitted_at, report.reporter) == (S.SUBMITTED, AT + HOUR, cast.reporter)
    step = report.steps.get()
    assert (step.act, step.from_state, step.to_state, step.value) == ("submit", S.DRAFT, S.SUBMITTED, Decimal("900.5"))
    assert (step.by, step.entity, step.at) == (cast.reporter, cast.desarrollo, AT + HOUR)
    event = Event.objects.get(index=before)
    assert Event.objects.count() == before + 1
    assert (event.kind, event.subject, event.plan) == ("report.submitted", "report/R-01/2024-T4/v1", "cali")
    body = body_of(event)
    assert (body["value"], body["cells"]) == ("900.5", 2)
    assert (body["breakdown/sexo/m"], body["breakdown/sexo/h"]) == ("600", "300.5")
    assert (body["evidence"], body["narrative"]) == ([report.evidence.get().file_id], report.narrative)


def test_no_cell_can_be_read_or_found_by_trying_in_a_leaf_not_even_whether_it_has_a_value(
    cast: Cast, sexes: dict[str, Category]
) -> None:
    submitted_report(cast, 900, breakdown={sexes["m"].pk: Decimal(4)})
    payload = Event.objects.get().payload
    assert '"4"' not in payload
    for guess in ("4", "sexo/m:4", '{"sexo/m":"4"}'):
        assert hashlib.sha256(guess.encode()).hexdigest() not in payload
    assert body_of(Event.objects.get())["breakdown/sexo/h"] == None  # noqa: E711 - a seal equals what it opens to


def test_cells_that_do_not_fit_in_a_leaf_are_sealed_in_leaves_of_their_own(
    cast: Cast, sexes: dict[str, Category]
) -> None:
    group = sexes["m"].category_set
    Category.objects.bulk_create(
        Category(category_set=group, code=f"barrio-{number:04}", name=f"Barrio {number}", ordinal=number)
        for number in range(10, 710)
    )
    submitted_report(cast, 900, breakdown={sexes["m"].pk: Decimal(600), sexes["h"].pk: Decimal(300)})
    told = events("report.submitted", "report.cells_sealed")
    assert [kind for kind, _, _ in told] == ["report.submitted", "report.cells_sealed", "report.cells_sealed"]
    assert sum(name.startswith("breakdown/") for _, _, body in told for name in body) == 702
    assert (reports_against_acts().differences, reports_against_acts().not_compared) == ([], [])


def test_the_ledger_holds_no_words_and_no_names(cast: Cast) -> None:
    submitted_report(cast, narrative="Llamar a Juana Pérez al 3001234567.")
    payload = Event.objects.get().payload
    assert hashlib.sha256(b"Llamar a Juana P\xc3\xa9rez al 3001234567.").hexdigest() not in payload
    assert "Juana" not in payload
    assert "Rosa" not in payload


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"value": None}, "Falta el valor", "value"),
        ({"narrative": " "}, "Falta la narrativa", "narrative"),
        ({"evidence": ()}, "Falta la evidencia", "evidence"),
    ],
)
def test_an_incomplete_report_is_not_sent(cast: Cast, changes: dict, message: str, field: str) -> None:
    report = draft_report(cast, **changes)
    with pytest.raises(Invalid, match=message) as refused:
        submit_report(report=report, by=cast.reporter, at=AT)
    assert refused.value.field == field
    assert not ReportStep.objects.exists()
    assert not Event.objects.exists()


def test_zero_needs_no_evidence(cast: Cast) -> None:
    assert submitted_report(cast, 0, evidence=()).value == 0


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"m": 600, "h": 301}, "suman 901, más que el total"),
        ({"m": 600, "h": 200}, "suman 800 y deben sumar el total reportado .900."),
        ({"m": -1}, "parte negativa"),
    ],
)
def test_parts_that_do_not_fit_the_total_are_not_sent(
    cast: Cast, sexes: dict[str, Category], parts: dict[str, int], message: str
) -> None:
    measured_in(cast, "")
    report = draft_report(cast, breakdown={sexes[code].pk: Decimal(part) for code, part in parts.items()})
    with pytest.raises(Invalid, match=message) as refused:
        submit_report(report=report, by=cast.reporter, at=AT)
    assert refused.value.field == "breakdown"


@pytest.mark.parametrize("parts", [{}, {"m": 600}, {"m": 600, "h": 300}])
def test_parts_that_fit_or_are_missing_are_sent(cast: Cast, sexes: dict[str, Category], parts: dict[str, int]) -> None:
    breakdown = {sexes[code].pk: Decimal(part) for code, part in parts.items()}
    assert submitted_report(cast, 900, breakdown=breakdown).state == S.SUBMITTED


def test_a_period_is_not_reported_before_it_ends(cast: Cast) -> None:
    report = draft_report(cast)
    with pytest.raises(Refusal, match="2024-T4 termina el 31/12/2024"):
        submit_report(report=report, by=cast.reporter, at=AT - timedelta(days=4))


def test_a_report_is_not_sent_twice(cast: Cast) -> None:
    report = submitted_report(cast)
    with pytest.raises(TransitionRefused, match="No se puede «enviar»"):
        submit_report(report=report, by=cast.reporter, at=AT)


def test_only_its_reporters_send_it(cast: Cast) -> None:
    report = draft_report(cast)
    with pytest.raises(PermissionRefused):
        submit_report(report=report, by=cast.outsider, at=AT)


def test_a_stale_copy_does_not_decide(cast: Cast) -> None:
    """The state is read again under the lock, whatever the caller was holding."""
    stale = draft_report(cast)
    submit_report(report=Report.objects.get(), by=cast.reporter, at=AT)
    assert stale.state == S.DRAFT
    with pytest.raises(TransitionRefused):
        submit_report(report=stale, by=cast.reporter, at=AT)
