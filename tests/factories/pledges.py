"""A plan in force with a pledge of `sena` that is measured and another that is assessed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from concierta.agreements.enums import PledgeKind
from concierta.agreements.models import Agreement, Pledge
from concierta.agreements.operations import add_clause, add_signatory, register_agreement, register_pledge
from concierta.indicators.models import Indicator
from concierta.mesa.models import AgendaItem, Decision, Mesa, Motion, Rules, Session
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.reporting.enums import Outcome
from concierta.reporting.models import Report
from concierta.reporting.operations import review_report
from concierta.verification.enums import Method
from concierta.verification.operations import verify_report
from factories.cast import AT, Cast, make_cast, make_indicator, make_person
from factories.reports import HOUR, evidence_of, submitted_report


@dataclass
class Pledging(Cast):
    """`measured` has the indicator `promise`, target 1,000 in 2024; `declared` has none. Sonia reports for SENA."""

    agreement: Agreement
    measured: Pledge
    declared: Pledge
    promise: Indicator
    sonia: User


def make_pledging() -> Pledging:
    cast = make_cast()
    agreement = register_agreement(slug="acuerdo", title="Acuerdo", signed_on=date(2024, 1, 1), by=None, at=AT)
    clause = add_clause(agreement=agreement, code="C1", title="Medios", text="Poner medios.", by=None, at=AT)
    add_signatory(agreement=agreement, entity=cast.sena, by=None, at=AT)
    cast.plan.agreement = agreement
    cast.plan.save()
    measured, declared = (
        register_pledge(
            clause=clause,
            entity=cast.sena,
            code=code,
            text=text,
            kind=PledgeKind.ACTION,
            documented=True,
            by=None,
            at=AT,
        )
        for code, text in (("CP-1", "Certificar personas"), ("CP-2", "Llevar el plan a su consejo"))
    )
    return Pledging(
        **vars(cast),
        agreement=agreement,
        measured=measured,
        declared=declared,
        promise=make_indicator(
            cast, "C-1", kind="pledge", pledge=measured, reporter=cast.sena, accumulation="cumulative"
        ),
        sonia=make_person("Sonia Sena", (Role.REPORTER, cast.sena)),
    )


def make_pledge(entity: Entity, code: str = "CP-9") -> Pledge:
    """A pledge of `entity` in an agreement of its own."""
    agreement = register_agreement(slug=f"de-{code}", title="Acuerdo", signed_on=date(2024, 1, 1), by=None, at=AT)
    clause = add_clause(agreement=agreement, code="C1", title="Medios", text="Poner medios.", by=None, at=AT)
    add_signatory(agreement=agreement, entity=entity, by=None, at=AT)
    return register_pledge(
        clause=clause, entity=entity, code=code, text="Colocar personas", kind=PledgeKind.ACTION, documented=True,
        by=None, at=AT,
    )  # fmt: skip


def promise_reported(pledging: Pledging, value: object = 900) -> Report:
    kept, pledging.reporter = pledging.reporter, pledging.sonia
    try:
        return submitted_report(
            pledging,
            value,
            indicator=pledging.promise,
            evidence=[evidence_of(pledging.sena, pledging.sonia)],
            by=pledging.sonia,
        )
    finally:
        pledging.reporter = kept


def promise_verified(pledging: Pledging, value: object = 900, found: object | None = None) -> Report:
    report = review_report(report=promise_reported(pledging, value), by=pledging.reviewer, at=AT + 2 * HOUR)
    return verify_report(
        report=report,
        outcome=Outcome.VERIFIED if found is None else Outcome.ADJUSTED,
        verified_value=None if found is None else Decimal(str(found)),
        method=Method.DESK_REVIEW,
        reason="Se contrastaron los certificados.",
        by=pledging.verifier,
        at=AT + 3 * HOUR,
    ).report


def mesa_decision(agreement: Agreement, cast: Cast, at: datetime = AT) -> Decision:
    mesa, _ = Mesa.objects.get_or_create(
        agreement=agreement, defaults={"name": "Mesa", "secretariat": cast.planeacion, "chair": cast.desarrollo}
    )
    rules, _ = Rules.objects.get_or_create(mesa=mesa, version=1, defaults={"effective_on": date(2024, 1, 1)})
    session, _ = Session.objects.get_or_create(mesa=mesa, number=1, defaults={"starts_at": at, "rules": rules})
    item = AgendaItem.objects.create(session=session, ordinal=session.items.count() + 1, title="Compromisos")
    motion = Motion.objects.create(item=item, text="Opinar", state="carried", opened_at=at, closed_at=at)
    return Decision.objects.create(
        mesa=mesa, session=session, motion=motion, number=f"2025-{motion.pk}", text="Opinar", decided_at=at
    )
