"""The independent verification of a report: four outcomes, each with its method and reason."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from concierta.evidence.models import Evidence
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.people.models import Entity, User
from concierta.reporting.enums import Outcome
from concierta.reporting.models import Report
from concierta.reporting.operations.figures import check_quantity
from concierta.reporting.operations.steps import locked, take_step
from concierta.reporting.workflow import ACT_OF_OUTCOME
from concierta.verification.enums import Method
from concierta.verification.models import Verification
from concierta.verification.permissions import check_can_verify, verifying_entity


@transaction.atomic
def verify_report(
    *,
    report: Report,
    outcome: Outcome,
    verified_value: Decimal | None = None,
    method: Method,
    reason: str,
    evidence: Iterable[Evidence] = (),
    by: User,
    at: datetime,
) -> Verification:
    """Record what an independent verifier found. The reported value stays as it was; both are public.

    `verified_value`, in the indicator's unit, is needed for an adjustment and must differ from the reported value;
    for `VERIFIED` it may be left out; a rejected or not verifiable report has none. `reason` is published as it is.
    """
    report = locked(report)
    check_can_verify(by, report)
    outcome = _outcome(outcome)
    found = _verified_value(report, outcome, verified_value)
    if method not in Method.values:
        raise Invalid(gettext_noop("Diga por qué medio verificó."), field="method")
    if not reason.strip():
        raise Invalid(
            gettext_noop("Diga qué comprobó y por qué llegó a este resultado: se publica tal cual."), field="reason"
        )
    entity = verifying_entity(report.indicator)
    shown = _evidence_of(entity, evidence)
    take_step(
        report=report,
        act=ACT_OF_OUTCOME[outcome],
        changes={
            "outcome": outcome.value,
            "verified_value": found,
            "verifier": by,
            "verifier_entity": entity,
            "verified_at": at,
        },
        note=reason.strip(),
        body=_body(outcome, found, method, shown),
        by=by,
        entity=entity,
        at=at,
    )
    verification = Verification.objects.create(report=report, method=method, reason=reason.strip())
    verification.evidence.set(shown)
    return verification


def _outcome(outcome: Outcome) -> Outcome:
    if outcome not in Outcome.values:
        raise Invalid(gettext_noop("Elija un resultado de la verificación."), field="outcome")
    return Outcome(outcome)


def _verified_value(report: Report, outcome: Outcome, given: Decimal | None) -> Decimal | None:
    value = check_quantity(given, field="verified_value")
    if outcome == Outcome.VERIFIED:
        if value is not None and value != report.value:
            raise Invalid(
                gettext_noop("El valor verificado es distinto del reportado: elija «verificado con ajuste»."),
                field="verified_value",
            )
        return report.value
    if outcome == Outcome.ADJUSTED:
        if value is None:
            raise Invalid(gettext_noop("Falta el valor que usted comprobó."), field="verified_value")
        if value == report.value:
            raise Invalid(
                gettext_noop("El valor ajustado es igual al reportado: elija «verificado»."), field="verified_value"
            )
        return value
    if value is not None:
        raise Invalid(
            gettext_noop("Un reporte rechazado o no verificable no lleva valor verificado: déjelo en blanco."),
            field="verified_value",
        )
    return None


def _evidence_of(entity: Entity | None, evidence: Iterable[Evidence]) -> list[Evidence]:
    shown = list(evidence)
    for item in shown:
        if entity is None or item.entity_id != entity.pk:
            raise Invalid(
                gettext_noop("«%(title)s» no es evidencia de la entidad que verifica."),
                field="evidence",
                title=item.title,
            )
    return shown


def _body(outcome: Outcome, value: Decimal | None, method: Method, evidence: list[Evidence]) -> dict[str, Any]:
    return {
        "outcome": outcome.value,
        "verified_value": plain(value),
        "method": Method(method).value,
        "verification_evidence": sorted({item.file_id for item in evidence}),
    }
