"""Reading a records count into a verified value, and a checklist into answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from concierta.engines.sampling import InvalidSample, Problem, VerifiedCount, count_records
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.ledger.writing import check_rows
from concierta.reporting.models import Report
from concierta.verification.enums import Answer
from concierta.verification.models import ChecklistAnswer, RecordsCount, Verification
from concierta.verification.queries.checklists import Question, checklist_for

USUAL_CONFIDENCE = Decimal("0.95")

_SENTENCES = {
    Problem.SAMPLE_OVER_POPULATION: (
        gettext_noop("Se miraron más registros (%(sampled)s) de los que hay (%(records)s)."),
        "sampled",
    ),
    Problem.NOTHING_SAMPLED: (gettext_noop("Diga cuántos registros miró: al menos uno."), "sampled"),
    Problem.HOLDING_OVER_SAMPLED: (
        gettext_noop("Se sostienen más registros (%(holding)s) de los que se miraron (%(sampled)s)."),
        "holding",
    ),
    Problem.NEGATIVE: (gettext_noop("Un conteo no tiene números negativos."), "records"),
    Problem.NOT_WHOLE: (gettext_noop("Se cuentan registros enteros."), "records"),
    Problem.NOT_EXACT: (gettext_noop("Se cuentan registros enteros."), "records"),
    Problem.CONFIDENCE_OUT_OF_RANGE: (gettext_noop("La confianza va de 50 % a menos de 100 %."), "confidence"),
}


@dataclass(frozen=True, slots=True)
class RecordsSeen:
    """Of `records` there are, `sampled` were looked at, drawn at random, and `holding` hold.

    `one_each`: a record is one unit of the indicator (a person, a contract); whoever has no record does not count.
    Otherwise every record stands for an equal part of the reported value (an attendance list, say).
    """

    records: int
    sampled: int
    holding: int
    one_each: bool = True
    confidence: Decimal = USUAL_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the checklist; a "no" needs a note."""

    answer: Answer
    note: str = ""


def count_of(report: Report, seen: RecordsSeen) -> VerifiedCount:
    """What the records say of the reported value, which must be a whole number. Refuses what cannot be counted."""
    value = Fraction(report.value or 0)
    if value.denominator != 1 or value < 0:
        raise Invalid(
            gettext_noop("El conteo de registros sirve para cifras enteras; el valor reportado no lo es."),
            field="method",
        )
    try:
        count = count_records(
            records=seen.records, sampled=seen.sampled, holding=seen.holding, confidence=seen.confidence
        )
        # Never above the claim: more records than were reported verify the claim and nothing else.
        return count.scaled_to(min(int(value), seen.records) if seen.one_each else int(value))
    except InvalidSample as error:
        sentence, field = _SENTENCES[error.problem]
        raise Invalid(sentence, field=field, **error.details) from error


def keep_count(verification: Verification, seen: RecordsSeen, count: VerifiedCount) -> RecordsCount:
    return RecordsCount.objects.create(
        verification=verification,
        records=seen.records,
        sampled=seen.sampled,
        holding=seen.holding,
        one_each=seen.one_each,
        verified=count.verified,
        low=count.low,
        high=count.high,
        confidence=seen.confidence,
    )


def checked_replies(report: Report, replies: Mapping[str, Reply], *, all_needed: bool) -> list[tuple[Question, Reply]]:
    """The replies in the order of the questions. Refuses unknown questions, and gaps where all are needed."""
    asked = checklist_for(report.indicator)
    if unknown := sorted(set(replies) - {question.code for question in asked}):
        raise Invalid(
            gettext_noop("La lista de verificación no tiene la pregunta «%(item)s»."),
            field="checklist",
            item=unknown[0],
        )
    missing = [question for question in asked if question.code not in replies]
    if all_needed and missing:
        raise Invalid(
            gettext_noop("Este reporte está en una campaña: responda toda la lista (falta «%(question)s»)."),
            field=f"checklist_{missing[0].code}",
            question=missing[0].text,
        )
    given = [(question, replies[question.code]) for question in asked if question.code in replies]
    for question, reply in given:
        if reply.answer not in Answer.values:
            raise Invalid(gettext_noop("Responda sí, no o no aplica."), field=f"checklist_{question.code}")
        if reply.answer == Answer.NO and not reply.note.strip():
            raise Invalid(
                gettext_noop("Explique por qué no: «%(question)s»"),
                field=f"checklist_{question.code}",
                question=question.text,
            )
    return given


def keep_replies(verification: Verification, given: list[tuple[Question, Reply]]) -> None:
    answers = [
        ChecklistAnswer(
            verification=verification,
            item=question.code,
            dimension=question.dimension,
            answer=reply.answer,
            note=reply.note.strip(),
        )
        for question, reply in given
    ]
    check_rows(answers)
    ChecklistAnswer.objects.bulk_create(answers)
