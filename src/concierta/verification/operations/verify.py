"""The independent verification of a report: four outcomes, each with its method and reason."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db import transaction

from concierta.engines.sampling import VerifiedCount
from concierta.evidence.models import Evidence
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, Number, gettext_noop
from concierta.people.models import Entity, User
from concierta.reporting.enums import Outcome
from concierta.reporting.models import Report
from concierta.reporting.operations.figures import check_figure, check_pair, check_quantity, rate_from
from concierta.reporting.operations.steps import REPORT_ACTS, locked_report
from concierta.reporting.workflow import ACT_OF_OUTCOME
from concierta.responsibilities.operations import take_over
from concierta.verification.enums import Method
from concierta.verification.models import Verification
from concierta.verification.operations.counting import (
    RecordsSeen,
    Reply,
    checked_replies,
    count_of,
    keep_count,
    keep_replies,
)
from concierta.verification.permissions import check_can_verify, verifying_entity
from concierta.verification.queries.entries import entry_under_way
from concierta.verification.queries.population import campaign_subject

#: No answers given; a default that nobody can write into.
NO_REPLIES: Mapping[str, Reply] = MappingProxyType({})
_WITHOUT_VALUE = (Outcome.REJECTED, Outcome.NOT_VERIFIABLE)


@transaction.atomic
def verify_report(
    *,
    report: Report,
    outcome: Outcome | None = None,
    verified_value: Decimal | None = None,
    verified_numerator: Decimal | None = None,
    verified_denominator: Decimal | None = None,
    method: Method,
    reason: str,
    evidence: Iterable[Evidence] = (),
    records: RecordsSeen | None = None,
    checklist: Mapping[str, Reply] = NO_REPLIES,
    by: User,
    at: datetime,
) -> Verification:
    """Record what an independent verifier found. The reported value stays as it was; both are public.

    `verified_value`, in the indicator's unit, is needed for an adjustment and must differ from the reported value;
    for `VERIFIED` it may be left out; a rejected or not verifiable report has none. A ratio is adjusted by its
    `verified_numerator` and `verified_denominator`, from which the value follows. `reason` is published as it is.

    With `records` (only by method `RECORDS_COUNT`) the count gives outcome and value, with its interval.
    `checklist` by code of question; all of it is needed while the report is looked at in a drawn campaign.
    """
    take_over(by=None, at=at)
    report = locked_report(report)
    check_can_verify(by, report)
    if method not in Method.values:
        raise Invalid(gettext_noop("Diga por qué medio verificó."), field="method")
    entry = entry_under_way(report)
    count = _count(report, method, records, needed=entry is not None and outcome not in _WITHOUT_VALUE)
    if count is not None:
        outcome, verified_value = _counted(report, count, outcome, verified_value)
    outcome = checked_outcome(outcome)
    pair = _pair(report, outcome, verified_value, verified_numerator, verified_denominator)
    if outcome == Outcome.ADJUSTED and pair != (None, None):
        verified_value = rate_from(report.indicator, *pair)
    found = checked_value(report, outcome, verified_value)
    if not reason.strip():
        raise Invalid(
            gettext_noop("Diga qué comprobó y por qué llegó a este resultado: se publica tal cual."), field="reason"
        )
    replies = checked_replies(report, checklist, all_needed=entry is not None)
    entity = verifying_entity(report.indicator)
    shown = _evidence_of(entity, evidence)
    REPORT_ACTS.take_step(
        report,
        ACT_OF_OUTCOME[outcome],
        changes={
            "saved_at": at,
            "outcome": outcome.value,
            "verified_value": found,
            "verified_numerator": pair[0],
            "verified_denominator": pair[1],
            "verifier": by,
            "verifier_entity": entity,
            "verified_at": at,
        },
        note=reason.strip(),
        body={
            **_body(outcome, found, method, shown),
            **(
                {"verified_numerator": plain(pair[0]), "verified_denominator": plain(pair[1])}
                if pair[0] is not None
                else {}
            ),
            **({"records": _records_body(records, count)} if records and count else {}),
            **({"campaign": campaign_subject(entry.campaign)} if entry else {}),
            **({"checklist": {question.code: reply.answer for question, reply in replies}} if replies else {}),
        },
        by=by,
        entity=entity,
        at=at,
    )
    verification = Verification.objects.create(report=report, method=method, reason=reason.strip())
    verification.evidence.set(shown)
    keep_replies(verification, replies)
    if records and count:
        keep_count(verification, records, count)
    return verification


def _count(report: Report, method: Method, records: RecordsSeen | None, *, needed: bool) -> VerifiedCount | None:
    if records is None:
        if needed and method == Method.RECORDS_COUNT:
            raise Invalid(
                gettext_noop("Diga cuántos registros hay, cuántos miró y cuántos se sostienen."), field="records"
            )
        return None
    if method != Method.RECORDS_COUNT:
        raise Invalid(gettext_noop("Estos números son de un conteo de registros: elija ese medio."), field="method")
    return count_of(report, records)


def _counted(
    report: Report, count: VerifiedCount, outcome: Outcome | None, given: Decimal | None
) -> tuple[Outcome, Decimal]:
    """What the count says; refuses whoever says something else."""
    value = Decimal(count.verified)
    found = Outcome.VERIFIED if value == report.value else Outcome.ADJUSTED
    if outcome and outcome != found:
        raise Invalid(
            gettext_noop("El conteo da %(verified)s de %(reported)s: el resultado es «%(outcome)s»."),
            field="outcome",
            verified=Number(count.verified),
            reported=report.value,
            outcome=found.label,
        )
    if given is not None and given != value:
        raise Invalid(
            gettext_noop("El conteo da %(verified)s: deje el valor verificado en blanco."),
            field="verified_value",
            verified=Number(count.verified),
        )
    return found, value


def _records_body(records: RecordsSeen, count: VerifiedCount) -> dict[str, Any]:
    return {
        "records": records.records,
        "sampled": records.sampled,
        "holding": records.holding,
        "one_each": records.one_each,
        "low": count.low,
        "high": count.high,
        "confidence": plain(records.confidence),
    }


def _pair(
    report: Report, outcome: Outcome, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """The two figures of a rate as they were found: those reported where they hold, those of the verifier if not."""
    if report.numerator is None or outcome in _WITHOUT_VALUE:
        return None, None
    if outcome == Outcome.VERIFIED:
        return report.numerator, report.denominator
    above = check_quantity(numerator, field="verified_numerator")
    below = check_quantity(denominator, field="verified_denominator")
    if above is None or below is None:
        raise Invalid(
            gettext_noop("Una tasa se ajusta con su numerador y su denominador: escriba los dos que usted comprobó."),
            field="verified_numerator" if above is None else "verified_denominator",
        )
    check_pair(above, below, prefix="verified_")
    if value is not None and value != rate_from(report.indicator, above, below):
        raise Invalid(
            gettext_noop("El valor no es el numerador sobre el denominador: déjelo en blanco."), field="verified_value"
        )
    return above, below


def checked_outcome(outcome: Outcome | None) -> Outcome:
    if outcome not in Outcome.values:
        raise Invalid(gettext_noop("Elija un resultado de la verificación."), field="outcome")
    return Outcome(outcome)


def checked_value(report: Report, outcome: Outcome, given: Decimal | None) -> Decimal | None:
    value = check_quantity(given, field="verified_value", indicator=report.indicator)
    check_figure(report.indicator, value, field="verified_value")
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
