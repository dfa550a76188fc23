"""Proposing, revising, taking to the Mesa and giving up."""

from datetime import date, timedelta

import pytest

from concierta.amendments.enums import AmendmentState, ChangeField, MeasureState, SubjectKind
from concierta.amendments.models import Amendment
from concierta.amendments.operations import (
    put_on_agenda,
    reject_amendment,
    reject_measure,
    revise_amendment,
    withdraw_amendment,
)
from concierta.indicators.models import Target
from concierta.kernel.errors import Invalid, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.mesa.enums import SessionState
from concierta.mesa.models import AgendaItem, Mesa, Session
from concierta.plans.enums import PlanState
from factories.amendments import (
    DECIDED_AT,
    EFFECTIVE_ON,
    AmendableCast,
    addition,
    adopted_amendment,
    adopted_measure,
    change,
    closing,
    item_of,
    new_project,
    on_an_agenda_to_come,
    proposed_amendment,
    proposed_measure,
)
from factories.cast import AT


def item_to_come(scene: AmendableCast, **fields) -> AgendaItem:
    session, _ = Session.objects.get_or_create(
        mesa=scene.mesa, number=90, defaults={
            "starts_at": DECIDED_AT, "state": SessionState.NOTICED, "rules": scene.mesa.rules.get(), "noticed_at": AT,
        },
    )  # fmt: skip
    return AgendaItem.objects.create(session=session, ordinal=session.items.count() + 1, title="Modificación", **fields)


def test_a_proposal_moves_nothing_and_shows_from_what_to_what(scene):
    made = proposed_amendment(scene, [change(), change(key="2027", after=None)])
    assert (made.number, made.state, made.decision, made.adoption) == (1, AmendmentState.PROPOSED, None, None)
    assert [(one.before, one.after) for one in made.changes.all()] == [("1000", "800"), ("1000", None)]
    assert Target.objects.get(indicator__code="IP-1", year=2025).value == 1000
    event = Event.objects.get(kind="amendment.proposed")
    assert (event.subject, event.entity) == ("amendment/cali/1", scene.planeacion)
    assert made.cause not in event.payload
    assert proposed_amendment(scene).number == 2


def test_a_member_proposes_in_the_name_of_its_seat(scene):
    made = proposed_amendment(scene, by=scene.principal("sena"))
    assert (made.proposed_by, made.proposed_entity) == (scene.principal("sena"), scene.sena)


def test_what_is_in_force_on_the_effective_date_is_what_it_replaces(scene):
    adopted_amendment(scene, [change(after=900)], effective_on=date(2025, 9, 1))
    before, after = (
        proposed_amendment(scene, effective_on=day).changes.get().before
        for day in (date(2025, 5, 1), date(2025, 10, 1))
    )
    assert (before, after) == ("1000", "900")


def test_it_may_come_with_its_place_on_the_agenda(scene):
    item = item_to_come(scene)
    assert proposed_amendment(scene, item=item).item == item
    assert proposed_measure(scene, item=item).item == item


KIND, NAME = SubjectKind, ChangeField


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([], "no cambia nada"),
        ([change(), change(after=5)], "cambia dos veces lo mismo: Meta 2025 · IP-1"),
        ([change(), change(key="2025 ")], "cambia dos veces lo mismo"),
        ([change(after=1000)], "Meta 2025 · IP-1 ya es así"),
        ([change("NO-1")], "«NO-1» no es parte del plan"),
        ([change("BP-1/P-7", "x", "", NAME.NAME, KIND.PRODUCT)], "«BP-1/P-7» no es parte del plan"),
        ([change(key="mañana")], "no es un periodo"),
        ([change(after="mucho")], "«mucho» no es un número"),
        ([change(after="0.1234567")], "no es un número con hasta seis decimales"),
        ([change("BP-1", "1.2", "", NAME.WEIGHT, KIND.PROJECT)], "fracción entre 0 y 1, no 1.2"),
        ([change("BP-1", " ", "", NAME.NAME, KIND.PROJECT)], "no puede quedar vacío"),
        ([change("BP-1", None, "executes", NAME.RESPONSIBLE, KIND.PROJECT)], "no puede quedar vacío"),
        (
            [change("BP-1", "nadie", "executes", NAME.RESPONSIBLE, KIND.PROJECT)],
            "No hay una entidad con el código «nadie»",
        ),
        ([change("BP-1", "x", "", NAME.UNIT, KIND.PROJECT)], "La mesa no puede cambiar eso de «BP-1»"),
        ([change("IP-1", "raro", "", NAME.ACCUMULATION)], "no es uno de los valores posibles"),
        ([change("BP-1/P-1/01", "ayer", "", NAME.STARTS_ON, KIND.ACTIVITY)], "«ayer» no es una fecha"),
        ([change("BP-1/P-1", "x" * 41, "", NAME.GOAL, KIND.PRODUCT)], "más de 40 caracteres"),
        ([closing("BP-1", date(2025, 4, 1))], "no puede cerrarse antes de que la modificación empiece"),
        ([addition("BP-1")], "Ya hay en el plan un proyecto con el código «BP-1»"),
        ([addition(node="eje/7")], "«eje/7» no es un lugar del plan"),
        ([addition(code="IP-1")], "Ya hay un indicador con el código «IP-1»"),
        ([addition(targets={})], "El indicador IP-9 no tiene metas"),
        ([addition(reporter="nadie")], "No hay una entidad con el código «nadie»"),
        ([addition(after={"node": "eje/2", "entity": "sena", "name": "X"})], "al menos un producto con su indicador"),
        ([addition(after="proyecto")], "hay que describirlo"),
    ],
)
def test_what_makes_no_sense_by_itself_is_refused_at_once(scene, changes, said):
    with pytest.raises(Refusal, match=said):
        proposed_amendment(scene, changes)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"cause": " "}, "cause"),
        ({"effective_on": date(2023, 12, 31)}, "effective_on"),
        ({"effective_on": date(2028, 1, 1)}, "effective_on"),
    ],
)
def test_words_and_dates_are_asked_for(scene, fields, field):
    with pytest.raises(Invalid) as refused:
        proposed_amendment(scene, **fields)
    assert refused.value.field == field


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CLOSED])
def test_only_a_plan_in_force_is_amended(scene, state):
    scene.plan.state = state
    with pytest.raises(TransitionRefused, match="la mesa solo cambia un plan en vigencia"):
        proposed_amendment(scene)


def test_a_plan_without_a_table_has_nobody_to_decide(scene):
    scene.plan.agreement = None
    with pytest.raises(Refusal, match="no tiene mesa técnica que decida"):
        proposed_amendment(scene)


def test_a_new_project_travels_whole_in_one_value(scene):
    made = proposed_amendment(scene, [addition(weight="0.50")]).changes.get()
    assert made.before is None
    assert (made.after["entity"], made.after["weight"]) == ("univalle", "0.5")
    assert made.after["products"][0]["indicator"]["targets"] == {"2025": "500", "2026": "500"}
    # What was written can be proposed again as it was read.
    assert proposed_amendment(scene, [addition(after=made.after)]).changes.get().after == made.after
    assert new_project(weight="0.5").as_json()["weight"] == made.after["weight"]


def revise(amendment: Amendment, by, **fields) -> Amendment:
    given = {
        "amendment": amendment,
        "title": "Otro título",
        "cause": "Otra causa.",
        "effective_on": EFFECTIVE_ON,
        "changes": [change(after=850)],
        "by": by,
        "at": AT + timedelta(days=1),
    }
    return revise_amendment(**(given | fields))


def test_a_revision_replaces_words_and_changes_and_says_when(scene):
    proposed = proposed_amendment(scene, [change(), change(key="2026")])
    made = revise(proposed, scene.secretary, touches_development_plan=True, council_act=" Acuerdo 1 ")
    assert (made.title, made.cause, made.revised_at) == ("Otro título", "Otra causa.", AT + timedelta(days=1))
    assert (made.touches_development_plan, made.council_act) == (True, "Acuerdo 1")
    assert [one.after for one in made.changes.all()] == ["850"]
    assert Event.objects.last().kind == "amendment.revised"


def test_what_was_decided_is_not_revised_nor_withdrawn_nor_rejected(scene):
    made = adopted_amendment(scene)
    with pytest.raises(TransitionRefused):
        revise(made, scene.secretary)
    for act in (withdraw_amendment, reject_amendment):
        with pytest.raises(TransitionRefused):
            act(amendment=made, reason="No", by=scene.secretary, at=AT)


@pytest.mark.parametrize(
    ("act", "state", "event"),
    [
        (withdraw_amendment, AmendmentState.WITHDRAWN, "amendment.withdrawn"),
        (reject_amendment, AmendmentState.REJECTED, "amendment.rejected"),
    ],
)
def test_giving_up_says_why_and_stays_on_record(scene, act, state, event):
    proposed = proposed_amendment(scene)
    with pytest.raises(Invalid, match="Diga por qué"):
        act(amendment=proposed, reason=" ", by=scene.secretary, at=AT)
    made = act(amendment=proposed, reason="Se retira por acuerdo.", by=scene.secretary, at=AT)
    assert (made.state, made.closed_reason) == (state, "Se retira por acuerdo.")
    assert "por acuerdo" not in Event.objects.get(kind=event).payload


def test_it_is_put_on_the_agenda_and_the_log_says_where(scene):
    proposed = proposed_amendment(scene)
    item = on_an_agenda_to_come(scene, proposed)
    proposed.refresh_from_db()
    assert proposed.item == item
    assert Event.objects.last().kind == "amendment.on_agenda"


def test_a_measure_goes_to_the_agenda_twice_before_and_after(scene):
    measure = adopted_measure(scene)
    item = item_to_come(scene)
    assert put_on_agenda(measure=measure, item=item, by=scene.secretary, at=AT) == item
    measure.refresh_from_db()
    assert (measure.item, measure.state) == (item, MeasureState.ADOPTED)


def test_not_on_the_agenda_of_another_table(scene):
    from concierta.agreements.operations import register_agreement

    other = register_agreement(slug="otro", title="Otro", signed_on=date(2020, 1, 1), by=None, at=AT)
    mesa = Mesa.objects.create(agreement=other, name="Otra", secretariat=scene.sena, chair=scene.sena)
    item = item_to_come(scene)
    Session.objects.filter(pk=item.session_id).update(mesa=mesa)
    item.refresh_from_db()
    with pytest.raises(Refusal, match="del orden del día de otra mesa"):
        put_on_agenda(amendment=proposed_amendment(scene), item=item, by=scene.secretary, at=AT)


def test_not_under_an_item_that_is_over_or_was_dropped(scene):
    proposed = proposed_amendment(scene)
    for item in (item_of(scene), item_to_come(scene, dropped_reason="Se aplaza"),
                 item_to_come(scene, opened_at=AT, closed_at=AT)):  # fmt: skip
        with pytest.raises(TransitionRefused, match="ya no está por tratar"):
            put_on_agenda(amendment=proposed, item=item, by=scene.secretary, at=AT)


def test_what_waits_for_nothing_does_not_go_to_the_agenda(scene):
    item = item_to_come(scene)
    rejected = reject_measure(measure=proposed_measure(scene), reason="No", by=scene.secretary, at=AT)
    with pytest.raises(TransitionRefused, match="ya no espera nada de la mesa"):
        put_on_agenda(amendment=adopted_amendment(scene), item=item, by=scene.secretary, at=AT)
    with pytest.raises(TransitionRefused, match="ya no espera nada de la mesa"):
        put_on_agenda(measure=rejected, item=item, by=scene.secretary, at=AT)


def test_one_thing_at_a_time_is_put_on_the_agenda(scene):
    with pytest.raises(ValueError, match="one amendment or one measure"):
        put_on_agenda(item=item_to_come(scene), by=scene.secretary, at=AT)
