"""Two people at the same moment: one act happens, the other is refused in words, and the ledger has no gap.

Needs PostgreSQL: the test database of SQLite lives in the memory of one connection. There, every transaction takes the
write lock as it begins, so two writers never meet.
"""

from datetime import timedelta

from concierta.ledger.models import Event
from concierta.ledger.queries import ledger_problems
from concierta.people.enums import Role
from concierta.reporting.models import Report
from concierta.reporting.operations import open_correction, return_report, review_report, submit_report
from factories import (
    AT,
    Cast,
    draft_report,
    evidence_of,
    make_indicator,
    make_person,
    published_report,
    submitted_report,
)
from factories.at_once import at_once, refused

LATER = AT + timedelta(hours=9)


def test_a_report_is_not_both_returned_and_reviewed(committed: Cast) -> None:
    report = submitted_report(committed)
    results = at_once(
        lambda: review_report(report=report, by=committed.reviewer, at=LATER),
        lambda: return_report(report=report, reason="Falta algo.", by=committed.reviewer, at=LATER),
    )
    assert len(refused(results)) == 1
    assert report.steps.count() == 2


def test_two_first_drafts_do_not_overwrite_each_other(committed: Cast) -> None:
    colleague = make_person("Camila Colega", (Role.REPORTER, committed.desarrollo))
    evidence = [evidence_of(committed.desarrollo, committed.reporter)]
    results = at_once(
        lambda: draft_report(committed, 1, evidence=evidence),
        lambda: draft_report(committed, 2, evidence=evidence, by=colleague),
    )
    (refusal,) = refused(results)
    assert "guardó cambios" in str(refusal)
    assert Report.objects.count() == 1


def test_there_is_one_correction_however_many_ask(committed: Cast) -> None:
    report = published_report(committed)
    results = at_once(
        *[lambda: open_correction(report=report, reason="Error", by=committed.reporter, at=LATER) for _ in range(3)]
    )
    assert len(refused(results)) == 2
    assert Report.objects.count() == 2


def test_acts_on_different_reports_all_happen_and_the_ledger_has_no_gap(committed: Cast) -> None:
    drafts = [draft_report(committed, indicator=make_indicator(committed, f"R-1{number}")) for number in range(8)]
    results = at_once(
        *[lambda draft=draft: submit_report(report=draft, by=committed.reporter, at=LATER) for draft in drafts]
    )
    assert refused(results) == []
    assert Event.objects.count() == 8
    assert ledger_problems() == []
