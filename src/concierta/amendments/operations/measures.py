"""Adjustment measures: a problem that figures show, what is done about it, and whether it worked."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from concierta.amendments.enums import Basis, MeasureState
from concierta.amendments.models import AdjustmentMeasure, Amendment, MeasuredFigure
from concierta.amendments.operations.decisions import check_decision, decided_on, record_measure
from concierta.amendments.operations.propose import put_on
from concierta.amendments.permissions import check_can_adopt, check_can_propose
from concierta.amendments.proposals import ProposedFigure
from concierta.amendments.readers import latest_figures
from concierta.amendments.workflow import MEASURE_WORKFLOW
from concierta.kernel.clock import local_date
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.ledger.locking import locked
from concierta.mesa.models import AgendaItem, Decision
from concierta.people.models import Entity, User
from concierta.people.queries import memberships_on
from concierta.plans.models import Plan

_RELATED = ("plan__secretariat", "plan__agreement", "amendment", "decision")
#: The verdict of the Mesa → the act of the workflow.
_VERDICTS = {
    MeasureState.WORKED: "worked",
    MeasureState.PARTLY: "worked_partly",
    MeasureState.FAILED: "failed",
}


@transaction.atomic
def propose_measure(
    *,
    plan: Plan,
    title: str,
    problem: str,
    measure: str,
    success: str,
    entity: Entity,
    evaluate_on: date,
    figures: Sequence[ProposedFigure],
    person: User | None = None,
    amendment: Amendment | None = None,
    item: AgendaItem | None = None,
    by: User | None,
    at: datetime,
) -> AdjustmentMeasure:
    """What to do about a problem, who answers for it, what would count as success and by when.

    Refuses empty words, a day already past or outside the plan, a problem that no figure of the plan shows, a person
    of another entity, and an amendment of another plan.
    """
    check_can_propose(by, plan, local_date(at))
    locked(plan)
    _check_words(title=title, problem=problem, measure=measure, success=success)
    _check_day(plan, evaluate_on, local_date(at))
    _check_figures(plan, figures)
    if person is not None and not memberships_on(person, local_date(at)).filter(entity=entity).exists():
        raise Invalid(
            gettext_noop("%(name)s no hace parte de %(entity)s: elija a alguien de la entidad responsable."),
            field="person",
            name=person.name,
            entity=entity.short_name,
        )
    if amendment is not None and amendment.plan_id != plan.pk:
        raise Invalid(gettext_noop("Esa modificación es de otro plan."), field="amendment")
    last = AdjustmentMeasure.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    made = AdjustmentMeasure.objects.create(
        plan=plan,
        number=last + 1,
        title=title.strip(),
        problem=problem.strip(),
        measure=measure.strip(),
        success=success.strip(),
        entity=entity,
        person=person,
        evaluate_on=evaluate_on,
        amendment=amendment,
        proposed_at=at,
    )
    MeasuredFigure.objects.bulk_create(
        MeasuredFigure(measure=made, indicator=figure.indicator, sought=figure.sought) for figure in figures
    )
    body = {
        "entity": entity.code,
        "evaluate_on": evaluate_on.isoformat(),
        "amendment": amendment.number if amendment else None,
        "figures": [{"indicator": one.indicator.code, "sought": plain(one.sought)} for one in figures],
    }
    words = {name: getattr(made, name) for name in ("problem", "measure", "success")}
    record_measure("measure.proposed", made, body, words, by, at)
    if item is not None:
        put_on(made, item)
    return made


@transaction.atomic
def adopt_measure(
    *, measure: AdjustmentMeasure, decision: Decision, by: User | None, at: datetime
) -> AdjustmentMeasure:
    """The Mesa adopted it: the value of each figure on the day of the session is fixed as its "before".

    The latest verified value where there is one, otherwise the latest reported, saying which; none is "sin dato".
    """
    measure = locked(measure, *_RELATED)
    check_can_adopt(by, measure)
    transition = MEASURE_WORKFLOW.check("adopt", measure.state)
    item = check_decision(measure, decision)
    if measure.evaluate_on <= decided_on(decision):
        raise Refusal(
            gettext_noop(
                "La medida «%(title)s» debe evaluarse después de la sesión que la adopta: su fecha es el %(on)s."
            ),
            title=measure.title,
            on=measure.evaluate_on.strftime("%d/%m/%Y"),
        )
    figures = _read(measure, "before", decided_on(decision))
    measure.state, measure.decision, measure.item, measure.adopted_at = transition.target, decision, item, at
    measure.save(update_fields=["state", "decision", "item", "adopted_at"])
    body = {"decision": decision.number, "session": decision.session.number, "figures": figures}
    record_measure(transition.event, measure, body, {}, by, at)
    return measure


@transaction.atomic
def reject_measure(*, measure: AdjustmentMeasure, reason: str, by: User | None, at: datetime) -> AdjustmentMeasure:
    """The Mesa did not want it: the secretariat puts that on record, with the reason."""
    measure = locked(measure, *_RELATED)
    check_can_adopt(by, measure)
    transition = MEASURE_WORKFLOW.check("reject", measure.state)
    if not reason.strip():
        raise Invalid(gettext_noop("Diga por qué: la razón queda en el registro."), field="reason")
    measure.state, measure.closed_reason = transition.target, reason.strip()
    measure.save(update_fields=["state", "closed_reason"])
    record_measure(transition.event, measure, {}, {"reason": measure.closed_reason}, by, at)
    return measure


@transaction.atomic
def evaluate_measure(
    *,
    measure: AdjustmentMeasure,
    verdict: MeasureState,
    evaluation: str,
    decision: Decision,
    by: User | None,
    at: datetime,
) -> AdjustmentMeasure:
    """Record if it worked, as the Mesa sees it by a later decision; each figure's "after" is fixed beside its "before".

    The verdict is worked, partly or failed; `evaluation` says why. A measure may be judged before its date.
    """
    measure = locked(measure, *_RELATED)
    check_can_adopt(by, measure)
    if verdict not in _VERDICTS:
        raise Invalid(gettext_noop("Diga si la medida funcionó, funcionó en parte o no funcionó."), field="verdict")
    transition = MEASURE_WORKFLOW.check(_VERDICTS[verdict], measure.state)
    item = check_decision(measure, decision)
    if decision.pk == measure.decision_id or (measure.decision and decision.decided_at < measure.decision.decided_at):
        raise Refusal(
            gettext_noop("La medida «%(title)s» se evalúa con una decisión posterior a la que la adoptó (%(number)s)."),
            title=measure.title,
            number=measure.decision.number if measure.decision else "",
        )
    if not evaluation.strip():
        raise Invalid(gettext_noop("Diga en qué se basa la mesa: la evaluación se publica."), field="evaluation")
    figures = _read(measure, "after", decided_on(decision))
    measure.state, measure.evaluation, measure.evaluated_at = transition.target, evaluation.strip(), at
    measure.evaluation_decision, measure.item = decision, item
    measure.save(update_fields=["state", "evaluation", "evaluated_at", "evaluation_decision", "item"])
    body = {
        "decision": decision.number,
        "session": decision.session.number,
        "figures": figures,
    }
    record_measure(transition.event, measure, body, {"evaluation": measure.evaluation}, by, at)
    return measure


def _read(measure: AdjustmentMeasure, moment: str, on: date) -> list[dict[str, Any]]:
    """Fix the value of each figure, "before" or "after"; returns what the ledger keeps of it."""
    rows = list(measure.figures.select_related("indicator").order_by("pk"))
    known = latest_figures([row.indicator_id for row in rows], on)
    told = []
    for row in rows:
        figure = known.get(row.indicator_id)
        basis = "" if figure is None else (Basis.VERIFIED if figure.verified else Basis.REPORTED)
        setattr(row, moment, figure and figure.value)
        setattr(row, f"{moment}_basis", basis)
        setattr(row, f"period_{moment}_id", figure and figure.period)
        row.save(update_fields=[moment, f"{moment}_basis", f"period_{moment}"])
        value = plain(figure.value) if figure else None
        told.append({"indicator": row.indicator.code, moment: value, "basis": str(basis)})
    return told


def _check_words(**texts: str) -> None:
    sentences = {
        "title": gettext_noop("Póngale un título a la medida."),
        "problem": gettext_noop("Diga cuál es el problema."),
        "measure": gettext_noop("Diga qué se va a hacer."),
        "success": gettext_noop("Diga qué contará como éxito: sin eso nadie sabrá si funcionó."),
    }
    for name, sentence in sentences.items():
        if not texts[name].strip():
            raise Invalid(sentence, field=name)
    if len(texts["title"].strip()) > 200:
        raise Invalid(gettext_noop("El título tiene más de 200 caracteres: abrévielo."), field="title")


def _check_day(plan: Plan, evaluate_on: date, today: date) -> None:
    if not today < evaluate_on <= plan.ends_on:
        raise Invalid(
            gettext_noop("La medida se evalúa en una fecha por venir y dentro del plan, que termina el %(ends_on)s."),
            field="evaluate_on",
            ends_on=plan.ends_on.strftime("%d/%m/%Y"),
        )


def _check_figures(plan: Plan, figures: Sequence[ProposedFigure]) -> None:
    indicators = [figure.indicator for figure in figures]
    if not indicators:
        raise Invalid(
            gettext_noop("Señale al menos una cifra que muestre el problema: con ella se sabrá si la medida funcionó."),
            field="figures",
        )
    if len(set(indicators)) < len(indicators):
        raise Invalid(gettext_noop("La misma cifra está dos veces."), field="figures")
    if any(indicator.plan_id != plan.pk for indicator in indicators):
        raise Invalid(gettext_noop("Esa cifra es de otro plan."), field="figures")
