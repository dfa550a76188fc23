"""Random people try random acts in any order: whatever they manage to do, the rules of the house hold."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from concierta.kernel.errors import Refusal
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report, ReportStep
from concierta.reporting.operations import open_correction, return_report, review_report, save_draft, submit_report
from concierta.reporting.workflow import REPORT_WORKFLOW
from concierta.verification.enums import Method
from concierta.verification.operations import mark_published, verify_report
from factories import AT, Cast, evidence_of, make_cast, make_person

OUTCOMES = ("verified", "adjusted", "rejected", "not_verifiable")
ACTS = ("save", "submit", "return", "review", *OUTCOMES, "publish", "correct")

#: What somebody sensible would do next; a walk of pure chance would hardly leave the first state.
SENSIBLE = {
    None: ("save",),
    ReportState.DRAFT: ("submit", "save"),
    ReportState.SUBMITTED: ("review", "return"),
    ReportState.RETURNED: ("save", "submit"),
    ReportState.REVIEWED: OUTCOMES,
    **dict.fromkeys(OUTCOMES, ("publish",)),
    ReportState.PUBLISHED: ("correct",),
}
#: Whose act it is, among `people`.
PLACE = {"save": 0, "submit": 0, "correct": 0, "return": 1, "review": 1, "publish": 3, **dict.fromkeys(OUTCOMES, 2)}

anybody = st.integers(0, 5)
steps = st.lists(
    st.tuples(st.none() | st.sampled_from(ACTS), st.none() | anybody, st.integers(0, 3)), min_size=5, max_size=40
)


def people(cast: Cast) -> list[User]:
    """The honest ones, and some whose roles would let them do too much if nobody looked."""
    return [
        cast.reporter,
        cast.reviewer,
        cast.verifier,
        cast.secretary,
        make_person("Todo Terreno", *((role, e) for role in Role for e in (cast.desarrollo, cast.control))),
        make_person("Revisa Todo", (Role.REVIEWER, cast.planeacion), (Role.VERIFIER, cast.control)),
    ]


def attempt(cast: Cast, act: str, by: User, value: Decimal, at, evidence) -> None:
    report = Report.objects.order_by("-version").first()
    if act == "save":
        save_draft(
            indicator=cast.indicator,
            period=cast.period,
            value=value,
            narrative="Así fue.",
            evidence=[evidence],
            expected_saved_at=report.saved_at if report else None,
            by=by,
            at=at,
        )
    elif report is None:
        return
    elif act == "submit":
        submit_report(report=report, by=by, at=at)
    elif act == "return":
        return_report(report=report, reason="Falta algo.", by=by, at=at)
    elif act == "review":
        review_report(report=report, by=by, at=at)
    elif act == "publish":
        mark_published(reports=[report], by=by, at=at)
    elif act == "correct":
        open_correction(report=report, reason="Se contó mal.", by=by, at=at)
    else:
        found = value if act == "adjusted" else None
        verify_report(
            report=report,
            outcome=act,
            verified_value=found,
            method=Method.DESK_REVIEW,
            reason="Visto.",
            by=by,
            at=at,
        )


def check_the_house(cast: Cast) -> None:
    reports = list(Report.objects.all())
    assert len([r for r in reports if r.state == ReportState.PUBLISHED]) <= 1
    assert len([r for r in reports if r.state not in (ReportState.PUBLISHED, ReportState.SUPERSEDED)]) <= 1
    for report in reports:
        signed = [person for person in (report.reporter_id, report.reviewer_id, report.verifier_id) if person]
        assert len(set(signed)) == len(signed)
        acts = {}
        for step in report.steps.all():
            acts.setdefault(step.by_id, set()).add(step.act)
        for done in acts.values():
            # Whoever claimed never checked, and whoever reviewed never verified.
            hands = ({"submit", "correct"}, {"return", "review"}, {"verify", "adjust", "reject", "find_not_verifiable"})
            assert sum(bool(done & hand) for hand in hands) <= 1
    assert Event.objects.count() == ReportStep.objects.count()
    kinds = {act.name: act.event for act in REPORT_WORKFLOW.transitions} | {"correct": "report.correction_opened"}
    written = [
        (kinds[act], f"report/R-01/2024-T4/v{version}")
        for act, version in ReportStep.objects.order_by("pk").values_list("act", "report__version")
    ]
    assert [(event.kind, event.subject) for event in Event.objects.order_by("index")] == written


@settings(max_examples=40)
@given(steps)
def test_no_walk_breaks_the_rules(db: None, walk: list[tuple[str | None, int | None, int]]) -> None:
    with transaction.atomic():
        cast = make_cast()
        crowd = people(cast)
        evidence = evidence_of(cast.desarrollo, cast.reporter)
        for number, (act, who, chance) in enumerate(walk):
            if act is None:
                latest = Report.objects.order_by("-version").first()
                choices = SENSIBLE[latest.state if latest else None]
                act = choices[chance % len(choices)]
            by = crowd[PLACE[act] if who is None else who]
            try:
                with transaction.atomic():
                    attempt(cast, act, by, Decimal(chance), AT + timedelta(hours=number), evidence)
            except Refusal:
                pass
            check_the_house(cast)
        transaction.set_rollback(True)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["return", "go on"]), max_size=4), st.sampled_from(OUTCOMES))
def test_every_walk_of_the_right_people_arrives(db: None, detours: list[str], outcome: str) -> None:
    with transaction.atomic():
        cast = make_cast()
        evidence = evidence_of(cast.desarrollo, cast.reporter)
        walk = [("save", cast.reporter), ("submit", cast.reporter)]
        for detour in detours:
            if detour == "return":
                walk += [("return", cast.reviewer), ("save", cast.reporter), ("submit", cast.reporter)]
        walk += [("review", cast.reviewer), (outcome, cast.verifier), ("publish", cast.secretary)]
        for number, (act, by) in enumerate(walk):
            value = Decimal(7) if act == "adjusted" else Decimal(9)
            attempt(cast, act, by, value, AT + timedelta(hours=number), evidence)
        check_the_house(cast)
        assert Report.objects.get().state == ReportState.PUBLISHED
        assert Event.objects.count() == len(walk) - sum(act == "save" for act, _ in walk)
        transaction.set_rollback(True)
