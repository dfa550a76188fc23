"""Rows of what signatories bring and of what is sought from others, as both were known when the corte was published."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from concierta.budgets.enums import AmountKind, ContributionState, DeliveryState, Form
from concierta.budgets.models import Contribution, Delivery, Opportunity, ProjectNeed
from concierta.kernel.clock import local_date
from concierta.publishing.queries.keys import join_key
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import means as declared

_FOREVER = datetime.max.replace(tzinfo=UTC)
_HELD = (DeliveryState.VERIFIED, DeliveryState.ADJUSTED)


def contributions(snapshot: Snapshot) -> Iterator[Any]:
    for number, one in _contributions(snapshot):
        given = _deliveries(snapshot, one)
        held = [delivery for delivery in given if _status(snapshot, delivery) in _HELD]
        yield declared.CONTRIBUTIONS.row(
            contribution=number,
            project=one.project.code,
            entity=one.entity.code,
            pledge=_pledge(snapshot, one),
            kind=one.kind,
            form=one.form,
            description=one.description,
            amount=one.amount,
            quantity=one.quantity,
            unit=one.unit,
            unit_value=one.unit_value,
            valuation_method=one.valuation_method,
            due_on=one.due_on,
            declared_amount=_pesos(one, [delivery.amount for delivery in given]),
            declared_quantity=_units(one, [delivery.quantity for delivery in given]),
            verified_amount=_pesos(one, [delivery.verified_amount for delivery in held]),
            verified_quantity=_units(one, [delivery.verified_quantity for delivery in held]),
            origin=one.origin,
            source=one.source,
        )


def deliveries(snapshot: Snapshot) -> Iterator[Any]:
    for contribution, one in _contributions(snapshot):
        for number, delivery in enumerate(_deliveries(snapshot, one), start=1):
            status = _status(snapshot, delivery)
            checked = status != DeliveryState.DECLARED
            yield declared.DELIVERIES.row(
                contribution=contribution,
                number=number,
                delivered_on=delivery.delivered_on,
                amount=delivery.amount,
                quantity=delivery.quantity,
                status=str(status),
                verified_amount=delivery.verified_amount if checked else None,
                verified_quantity=delivery.verified_quantity if checked else None,
                verifier=delivery.verifier_entity.code if checked and delivery.verifier_entity else "",
                method=delivery.method if checked else "",
                reason=delivery.reason if checked else "",
                verified_on=local_date(delivery.verified_at) if checked and delivery.verified_at else None,
                evidence="; ".join(sorted(file.file_id for file in delivery.evidence.all())),
            )


def opportunities(snapshot: Snapshot) -> Iterator[Any]:
    for one in _opportunities(snapshot):
        steps = [step for step in one.steps.all() if step.at <= _moment(snapshot)]
        state = sorted(steps, key=lambda step: (step.at, step.pk))[-1].to_state
        sums = {kind: _sum(snapshot, one, kind) for kind in AmountKind}
        yield declared.OPPORTUNITIES.row(
            opportunity=one.code,
            title=one.title,
            funder=one.funder,
            funder_kind=one.funder_kind,
            entity=one.entity.code,
            state=state,
            end_reason=one.end_reason if state == one.state else "",
            conditions=one.conditions,
            **{kind.value: amount for kind, amount in sums.items()},
            foreign_currency=any(figure.currency != "COP" for figure in _figures(snapshot, one)),
            projects="; ".join(sorted(project.code for project in one.projects.all())),
            origin=one.origin,
            source="",
        )


def opportunity_amounts(snapshot: Snapshot) -> Iterator[Any]:
    for one in _opportunities(snapshot):
        for number, figure in enumerate(_figures(snapshot, one), start=1):
            yield declared.OPPORTUNITY_AMOUNTS.row(
                opportunity=one.code,
                number=number,
                kind=figure.kind,
                on=figure.on,
                amount=figure.amount,
                currency=figure.currency,
                rate=figure.rate,
                rate_on=figure.rate_on,
                rate_source=figure.rate_source,
                pesos=figure.pesos,
            )


def project_needs(snapshot: Snapshot) -> Iterator[Any]:
    found = ProjectNeed.objects.filter(project__in=list(snapshot.projects), fiscal_year__lte=snapshot.cut_off.year)
    rows = [
        declared.PROJECT_NEEDS.row(snapshot.projects[one.project_id].code, one.fiscal_year, one.amount, one.source)
        for one in found
    ]
    yield from sorted(rows)


def _pledge(snapshot: Snapshot, one: Contribution) -> str:
    """As the pledges are published: those of the plan's own agreement."""
    if one.pledge is None or one.pledge.clause_id not in snapshot.clauses:
        return ""
    return join_key(snapshot.clauses[one.pledge.clause_id], one.pledge.code)


def _moment(snapshot: Snapshot) -> datetime:
    return snapshot.published_at or _FOREVER


def _contributions(snapshot: Snapshot) -> list[tuple[int, Contribution]]:
    """Numbered in the order in which they were offered, also those withdrawn since: a number never moves."""
    found = (
        Contribution.objects.filter(plan=snapshot.plan, declared_at__lte=_moment(snapshot))
        .select_related("project", "entity", "pledge")
        .prefetch_related("deliveries__evidence", "deliveries__verifier_entity")
        .order_by("declared_at", "pk")
    )
    return [
        (number, one)
        for number, one in enumerate(found, start=1)
        if one.state != ContributionState.WITHDRAWN and one.project_id in snapshot.projects
    ]


def _deliveries(snapshot: Snapshot, contribution: Contribution) -> list[Delivery]:
    shown = [
        one
        for one in contribution.deliveries.all()
        if one.declared_at <= _moment(snapshot) and one.state != DeliveryState.WITHDRAWN
    ]
    return sorted(shown, key=lambda one: (one.declared_at, one.pk))


def _status(snapshot: Snapshot, delivery: Delivery) -> str:
    if delivery.verified_at is None or delivery.verified_at > _moment(snapshot):
        return DeliveryState.DECLARED
    return delivery.state


def _pesos(contribution: Contribution, amounts: list[int | None]) -> int | None:
    return sum(amount or 0 for amount in amounts) if contribution.form == Form.CASH else None


def _units(contribution: Contribution, quantities: list[Decimal | None]) -> Decimal | None:
    if contribution.form == Form.CASH:
        return None
    return sum((quantity or Decimal(0) for quantity in quantities), Decimal(0))


def _opportunities(snapshot: Snapshot) -> list[Opportunity]:
    found = Opportunity.objects.filter(plan=snapshot.plan).select_related("entity")
    found = found.prefetch_related("steps", "amounts", "projects").order_by("code")
    return [one for one in found if any(step.at <= _moment(snapshot) for step in one.steps.all())]


def _figures(snapshot: Snapshot, one: Opportunity) -> list[Any]:
    shown = [figure for figure in one.amounts.all() if figure.recorded_at <= _moment(snapshot)]
    return sorted(shown, key=lambda figure: (figure.on, figure.pk))


def _sum(snapshot: Snapshot, one: Opportunity, kind: AmountKind) -> int | None:
    figures = [figure.pesos for figure in _figures(snapshot, one) if figure.kind == kind]
    return sum(figures) if figures else None
