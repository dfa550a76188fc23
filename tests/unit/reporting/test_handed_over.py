"""A report still being written passes, with its evidence, to whoever takes over; on the day, not before."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from concierta.indicators.models import Indicator
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.reporting.models import Report
from concierta.reporting.operations import open_correction, save_draft, submit_report
from concierta.reporting.queries import evidence_for, report_for, report_or_new
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.operations import hand_over
from factories import AT, Cast, make_person
from factories.mesa import decision as mesa_decision
from factories.mesa import make_mesa
from factories.reports import HOUR, draft_report, evidence_of, published_report, returned_report, submitted_report

DAY = timedelta(days=1)
LATER: datetime = AT + 30 * DAY


@pytest.fixture
def heir(cast: Cast) -> User:
    return make_person("Sofía Sena", (Role.REPORTER, cast.sena))


def pass_to_sena(cast: Cast, heir: User, since: datetime = LATER) -> None:
    mesa = make_mesa(cast)
    cast.plan.agreement = mesa.agreement
    cast.plan.save()
    hand_over(
        subject=cast.indicator, duty=Duty.REPORTS, entity=cast.sena, person=heir, since=since.date(),
        reason="Pasa al SENA.", decision=mesa_decision(mesa), by=cast.secretary, at=AT + HOUR,
    )  # fmt: skip


def write(cast: Cast, by: User, at: datetime, **changes: object) -> Report:
    found = Report.objects.order_by("version").last()
    fields = {
        "indicator": Indicator.objects.get(pk=cast.indicator.pk), "period": cast.period, "value": Decimal(901),
        "narrative": "Otra.", "expected_saved_at": found and found.saved_at,
    }  # fmt: skip
    return save_draft(**(fields | changes), by=by, at=at)


def test_until_the_day_whoever_answered_writes_and_from_it_on_the_other(cast: Cast, heir: User) -> None:
    draft = draft_report(cast)
    pass_to_sena(cast, heir)
    with pytest.raises(PermissionRefused):
        write(cast, heir, LATER - DAY)
    assert write(cast, cast.reporter, LATER - DAY).reporter_entity == cast.desarrollo
    shown = list(draft.evidence.all())
    draft = write(cast, heir, LATER, evidence=shown)
    assert (draft.reporter_entity, draft.reporter, list(draft.evidence.all())) == (cast.sena, heir, shown)
    with pytest.raises(PermissionRefused):
        write(cast, cast.reporter, LATER)


def test_whoever_takes_over_reads_the_draft_and_its_evidence_and_sends_it(cast: Cast, heir: User) -> None:
    draft = draft_report(cast)
    shown = draft.evidence.get()
    with pytest.raises(NotFound):
        evidence_for(heir, shown.pk)
    pass_to_sena(cast, heir, AT)
    assert report_or_new(heir, cast.indicator.pk, cast.period.pk, LATER.date()).report == draft
    assert (report_for(heir, draft.pk), evidence_for(heir, shown.pk)) == (draft, shown)
    with pytest.raises(NotFound):
        report_for(cast.reporter, draft.pk)
    sent = submit_report(report=draft, by=heir, at=LATER)
    assert (sent.reporter_entity, sent.reporter, list(sent.evidence.all())) == (cast.sena, heir, [shown])


def test_of_another_entity_only_what_was_already_there_stays(cast: Cast, heir: User) -> None:
    draft_report(cast)
    pass_to_sena(cast, heir, AT)
    other = evidence_of(cast.desarrollo, cast.reporter, content=b"%PDF-1.4 otro")
    with pytest.raises(Invalid, match="es evidencia de otra entidad"):
        write(cast, heir, LATER, evidence=[other])


def test_what_was_given_back_is_corrected_by_whoever_answers_now(cast: Cast, heir: User) -> None:
    report = returned_report(cast)
    pass_to_sena(cast, heir, AT)
    sent = submit_report(report=report, by=heir, at=LATER)
    assert (sent.reporter_entity, sent.steps.last().entity) == (cast.sena, cast.sena)
    assert sent.steps.first().entity == cast.desarrollo


def test_what_was_sent_stays_with_whoever_sent_it(cast: Cast, heir: User) -> None:
    report = submitted_report(cast)
    pass_to_sena(cast, heir, AT)
    report.refresh_from_db()
    assert report.reporter_entity == cast.desarrollo
    assert {report_for(user, report.pk) for user in (cast.reporter, heir)} == {report}


def test_a_correction_is_of_whoever_answers_now(cast: Cast, heir: User) -> None:
    report = published_report(cast)
    pass_to_sena(cast, heir, AT)
    made = open_correction(report=report, reason="Faltaba uno.", by=heir, at=LATER)
    assert (made.reporter_entity, made.evidence.count()) == (cast.sena, 1)
