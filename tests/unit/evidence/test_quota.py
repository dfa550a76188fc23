"""What one person brings in a day, and what one report holds, has a limit that is said."""

from datetime import timedelta

import pytest

from concierta.evidence.models import Evidence
from concierta.evidence.operations import store_evidence
from concierta.kernel.errors import Invalid
from factories import AT, PDF, Cast, draft_report, evidence_of, upload

pytestmark = pytest.mark.django_db

SIZE = len(PDF)
DAY = timedelta(days=1)


def test_the_file_that_passes_the_day_is_refused_and_not_kept(cast: Cast, settings) -> None:
    settings.EVIDENCE_DAY_BYTES = 2 * SIZE
    for minutes in (0, 1):
        evidence_of(cast.desarrollo, cast.reporter, at=AT + timedelta(minutes=minutes))

    with pytest.raises(Invalid, match="de una persona en un día"):
        evidence_of(cast.desarrollo, cast.reporter, at=AT + timedelta(minutes=2))
    assert Evidence.objects.count() == 2


def test_the_day_after_there_is_room_again(cast: Cast, settings) -> None:
    settings.EVIDENCE_DAY_BYTES = SIZE
    evidence_of(cast.desarrollo, cast.reporter)

    assert evidence_of(cast.desarrollo, cast.reporter, at=AT + DAY).pk


def test_what_one_person_brings_is_not_counted_against_another(cast: Cast, settings) -> None:
    settings.EVIDENCE_DAY_BYTES = SIZE
    evidence_of(cast.desarrollo, cast.reporter)

    brought = store_evidence(upload=upload(PDF), filename="a.pdf", entity=cast.planeacion, by=cast.reviewer, at=AT)

    assert brought.pk


def test_a_report_holds_files_up_to_its_limit(cast: Cast, settings) -> None:
    settings.EVIDENCE_REPORT_BYTES = 2 * SIZE
    files = [evidence_of(cast.desarrollo, cast.reporter) for _ in range(3)]

    assert draft_report(cast, evidence=files[:2]).evidence.count() == 2


def test_a_report_that_would_hold_more_is_refused(cast: Cast, settings) -> None:
    settings.EVIDENCE_REPORT_BYTES = 2 * SIZE
    files = [evidence_of(cast.desarrollo, cast.reporter) for _ in range(3)]

    with pytest.raises(Invalid, match="Los archivos de este reporte suman") as refused:
        draft_report(cast, evidence=files)
    assert refused.value.field == "evidence"
