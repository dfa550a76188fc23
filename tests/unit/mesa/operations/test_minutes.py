"""Minutes that write themselves, are remarked on, approved, signed by two accounts, and then stay."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from concierta.kernel.canonical import canonical_json, sha256_of
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.mesa.enums import Choice, MinutesState, RemarkState, SignerRole
from concierta.mesa.models import Minutes, MinutesSection, Remark, Signature
from concierta.mesa.operations import (
    StaleText,
    add_item,
    answer_remark,
    approve_minutes,
    circulate_minutes,
    declare_not_held,
    draft_minutes,
    make_remark,
    sign_minutes,
    write_section,
)
from concierta.mesa.operations.minutes import approve
from concierta.mesa.queries import minutes_document
from concierta.mesa.queries.document import compose
from concierta.people.enums import Role
from concierta.people.models import Entity
from factories import make_person
from factories.ledger import events
from factories.mesa import (
    HOUR,
    SESSION_AT,
    TEXT,
    MesaCast,
    approved_minutes,
    circulated_minutes,
    closed_session,
    drafted_minutes,
    full_session,
    noticed_session,
    open_session_with,
    signed_minutes,
)

LATER = SESSION_AT + 3 * HOUR
EVENTS = ("minutes.circulated", "minutes.approved", "minutes.signature", "minutes.signed")


def content(minutes: Minutes) -> dict:
    return minutes_document(minutes).content


def test_they_begin_with_an_opening_and_the_notes_of_each_item_discussed(mesa: MesaCast) -> None:
    minutes = drafted_minutes(mesa, full_session(mesa))
    assert minutes.state == MinutesState.DRAFT
    assert [(section.item and section.item.title, section.text) for section in minutes.sections.all()] == [
        (
            None,
            "La sesión ordinaria n.º 1 se convocó para las 9:00 a. m. del 20 de enero de 2025.\n"
            "Se abrió a las 9:00 a. m. con 8 de 12 entidades con voto. Hubo quórum: se necesitan 7.",
        ),
        ("Avance", "Se discutió la meta."),
    ]


def test_a_session_that_could_not_be_held_has_minutes_too(mesa: MesaCast) -> None:
    session = declare_not_held(
        session=open_session_with(mesa, 5), reason="Llegaron 5 de 12.", by=mesa.secretary, at=SESSION_AT + HOUR
    )
    minutes = signed_minutes(mesa, session)
    said = content(minutes)
    assert (said["held"], said["not_held_reason"], len(said["attendance"]), len(said["absent"])) == (
        False,
        "Llegaron 5 de 12.",
        5,
        7,
    )
    assert said["opening"].endswith("No se instaló: Llegaron 5 de 12.")


def test_they_are_drafted_once_after_the_session(mesa: MesaCast) -> None:
    with pytest.raises(TransitionRefused, match="se redacta cuando termina"):
        draft_minutes(session=noticed_session(mesa), by=mesa.secretary, at=LATER)
    minutes = drafted_minutes(mesa)
    with pytest.raises(Refusal, match="ya está en borrador"):
        draft_minutes(session=minutes.session, by=mesa.secretary, at=LATER)


def test_they_hold_what_the_session_recorded(mesa: MesaCast) -> None:
    said = content(drafted_minutes(mesa, full_session(mesa)))

    def name(code: str) -> dict[str, str]:
        return {"code": code, "name": code.capitalize()}

    assert {key: said[key] for key in ("number", "kind", "mode", "held", "chair", "secretariat", "rules")} == {
        "number": 1,
        "kind": "ordinary",
        "mode": "in_person",
        "held": True,
        "chair": name("desarrollo"),
        "secretariat": name("planeacion"),
        "rules": {"version": 1, "quorum": "half_plus_one", "majority": "simple"},
    }
    assert said["quorum"] == {
        "voting": 12,
        "needed": 7,
        "changes": [
            {"at": "2025-01-20T09:00:00-05:00", "present": 8, "people": 8, "reached": True},
            {"at": "2025-01-20T09:12:00-05:00", "present": 7, "people": 7, "reached": True},
        ],
    }
    assert [row["code"] for row in said["absent"]] == ["gobernacion", "mintrabajo", "univalle", "veeduria"]
    assert said["attendance"][-1] == {
        "entity": name("planeacion"),
        "has_vote": False,
        "stays": [{"from": "2025-01-20T09:00:00-05:00", "to": "2025-01-20T09:22:00-05:00", "delegation_sha256": None}],
    }
    item, dropped = said["items"]
    assert (dropped["title"], dropped["dropped_reason"], dropped["text"]) == ("Otros", "Sin documentos.", "")
    assert (item["title"], item["text"]) == ("Avance", "Se discutió la meta.")
    assert [(row["entity"]["code"], row["statement"]) for row in item["conflicts"]] == [
        ("sena", "Ejecuta el proyecto.")
    ]
    (motion,) = item["motions"]
    assert {key: motion[key] for key in ("text", "state", "present", "needed", "tally", "decision")} == {
        "text": TEXT,
        "state": "carried",
        "present": 7,
        "needed": 4,
        "tally": {"for": 4, "against": 1, "abstain": 0},
        "decision": "2025-01",
    }
    assert [(row["entity"]["code"], row["choice"], row["dissent"]) for row in motion["votes"]] == [
        ("andi", "for", ""),
        ("camara", "for", ""),
        ("comfandi", "for", ""),
        ("cut", "against", "La meta se rebaja sin estudio."),
        ("desarrollo", "for", ""),
    ]
    assert [(row["number"], row["entity"]["code"], row["due_on"], row["decision"]) for row in item["action_items"]] == [
        (1, "cut", "2025-04-30", "2025-01")
    ]
    assert [(row["title"], row["media_type"], len(row["sha256"])) for row in said["annexes"]] == [
        ("Delegación", "application/pdf", 64)
    ]


def test_they_name_entities_and_never_persons(mesa: MesaCast) -> None:
    text = approved_minutes(mesa, full_session(mesa)).content
    for person in (mesa.principal("cut"), mesa.secretary):
        assert person.name not in text
        assert person.email not in text


def test_a_reserved_item_is_listed_with_its_basis_and_without_its_words_or_their_hash(mesa: MesaCast) -> None:
    minutes = approved_minutes(mesa, full_session(mesa, reserved="Ley 1712 de 2014, artículo 18"))
    item = content(minutes)["items"][0]
    assert (item["title"], item["reserved_basis"], item["text"]) == ("Avance", "Ley 1712 de 2014, artículo 18", "")
    assert (item["text_sha256"], item["motions"][0]["text_sha256"]) == ("", "")
    assert item["motions"][0]["tally"] == {"for": 4, "against": 1, "abstain": 0}
    for words in ("Se discutió la meta.", TEXT, "La meta se rebaja", "Ejecuta el proyecto", "Presentar el listado"):
        assert words not in minutes.content
    assert content(minutes)["annexes"][0]["title"] == ""


def test_what_is_reserved_of_them_is_fixed_by_a_seal_and_hidden_by_what_was_drawn(mesa: MesaCast) -> None:
    minutes = approved_minutes(mesa, full_session(mesa, reserved="Ley 1712 de 2014, artículo 18"))
    [(_, _, body)] = events("minutes.approved")
    assert (set(body), body["item/1"]) == ({"sha256", "item/1"}, compose(minutes, whole=True)["items"][0])
    assert len(content(minutes)["blind"]) == 64
    assert sha256_of(canonical_json(compose(minutes)).decode()) != minutes.sha256


def test_a_section_is_written_by_several_hands(mesa: MesaCast) -> None:
    section = drafted_minutes(mesa).sections.get(item=None)
    read = section.text
    first = write_section(section=section, revision=1, text=f"{read}\nUno", by=mesa.secretary, at=LATER)
    assert first.revision == 2
    both = write_section(section=section, revision=1, text=f"Cero\n{read}", base=read, by=mesa.secretary, at=LATER)
    assert (both.text, both.revision) == (f"Cero\n{read}\nUno", 3)
    with pytest.raises(StaleText) as stale:
        write_section(section=section, revision=1, text="Otro", by=mesa.secretary, at=LATER)
    assert (stale.value.current, stale.value.revision, stale.value.yours) == (both.text, 3, "Otro")
    assert write_section(section=section, revision=1, text=both.text, by=mesa.secretary, at=LATER).revision == 3


def test_they_circulate_until_a_day_that_has_not_passed(mesa: MesaCast) -> None:
    minutes = drafted_minutes(mesa)
    with pytest.raises(Invalid, match="no puede haber pasado"):
        circulate_minutes(
            minutes=minutes, remarks_until=SESSION_AT.date() - timedelta(days=1), by=mesa.secretary, at=SESSION_AT
        )
    minutes = circulate_minutes(minutes=minutes, remarks_until=SESSION_AT.date(), by=mesa.secretary, at=LATER)
    assert (minutes.state, minutes.circulated_at) == (MinutesState.CIRCULATED, LATER)
    with pytest.raises(TransitionRefused, match="enviar a observaciones"):
        circulate_minutes(minutes=minutes, remarks_until=SESSION_AT.date(), by=mesa.secretary, at=LATER)


def test_members_remark_and_the_secretariat_answers(mesa: MesaCast) -> None:
    minutes = circulated_minutes(mesa)
    section = minutes.sections.get(item=None)
    cut = mesa.seats["cut"]
    remark = make_remark(section=section, seat=cut, text="Falta mi voto.", by=mesa.principal("cut"), at=LATER)
    with pytest.raises(Refusal, match="Quedan 1 observaciones sin responder"):
        approve_minutes(minutes=minutes, by=mesa.secretary, at=LATER)
    with pytest.raises(Invalid, match="Responda"):
        answer_remark(remark=remark, accept=True, answer=" ", by=mesa.secretary, at=LATER)
    with pytest.raises(PermissionRefused):
        answer_remark(remark=remark, accept=True, answer="Sí.", by=mesa.principal("cut"), at=LATER)
    remark = answer_remark(remark=remark, accept=False, answer="Consta en el punto 1.", by=mesa.secretary, at=LATER)
    assert (remark.state, remark.answered_at) == (RemarkState.REJECTED, LATER)
    with pytest.raises(Refusal, match="ya se respondió"):
        answer_remark(remark=remark, accept=True, answer="Sí.", by=mesa.secretary, at=LATER)
    said = content(approve_minutes(minutes=minutes, by=mesa.secretary, at=LATER))
    assert said["remarks"] == [
        {
            "entity": {"code": "cut", "name": "Cut"},
            "text": "Falta mi voto.",
            "state": "rejected",
            "answer": "Consta en el punto 1.",
        }
    ]
    assert events("minutes.remark_made", "minutes.remark_answered") == [
        ("minutes.remark_made", "minutes:acuerdo:1", {"entity": "cut", "text": "Falta mi voto."}),
        (
            "minutes.remark_answered",
            "minutes:acuerdo:1",
            {"entity": "cut", "accepted": False, "answer": "Consta en el punto 1."},
        ),
    ]


def test_remarks_are_made_while_it_circulates_by_those_who_sit_at_the_table(mesa: MesaCast) -> None:
    minutes = drafted_minutes(mesa)
    section, cut, person = minutes.sections.get(item=None), mesa.seats["cut"], mesa.principal("cut")
    with pytest.raises(TransitionRefused, match="mientras circula"):
        make_remark(section=section, seat=cut, text="Uno.", by=person, at=LATER)
    circulate_minutes(minutes=minutes, remarks_until=SESSION_AT.date(), by=mesa.secretary, at=LATER)
    for other in (mesa.principal("sena"), make_person("Reporta CUT", (Role.REPORTER, cut.entity))):
        with pytest.raises(PermissionRefused, match="observaciones de CUT"):
            make_remark(section=section, seat=cut, text="Uno.", by=other, at=LATER)
    with pytest.raises(Invalid, match="qué debería decir"):
        make_remark(section=section, seat=cut, text="", by=person, at=LATER)
    with pytest.raises(TransitionRefused, match="terminó el 2025-01-20"):
        make_remark(section=section, seat=cut, text="Uno.", by=person, at=LATER + timedelta(days=1))
    member = make_person("Mario CUT", (Role.MEMBER, cut.entity))
    for who in (person, member, mesa.secretary, None):
        make_remark(section=section, seat=cut, text="Uno.", by=who, at=LATER)
    assert Remark.objects.count() == 4


def test_approval_waits_for_the_day_given_and_fixes_what_they_say(mesa: MesaCast) -> None:
    minutes = drafted_minutes(mesa)
    with pytest.raises(TransitionRefused, match="aprobar"):
        approve_minutes(minutes=minutes, by=mesa.secretary, at=LATER)
    tomorrow = SESSION_AT.date() + timedelta(days=1)
    circulate_minutes(minutes=minutes, remarks_until=tomorrow, by=mesa.secretary, at=LATER)
    with pytest.raises(TransitionRefused, match="apruebe el acta desde ese día"):
        approve_minutes(minutes=minutes, by=mesa.secretary, at=LATER)
    before = content(minutes)
    minutes = approve_minutes(minutes=minutes, by=mesa.secretary, at=LATER + timedelta(days=1))
    assert minutes.content == canonical_json(before).decode()
    assert minutes.sha256 == sha256_of(minutes.content)
    assert json.loads(minutes.content) == content(minutes) == before
    Entity.objects.filter(code="cut").update(name="Otro nombre")
    assert content(Minutes.objects.get(pk=minutes.pk)) == before


def test_what_is_approved_is_not_written_any_more(mesa: MesaCast) -> None:
    minutes = approved_minutes(mesa)
    section = minutes.sections.get(item=None)
    with pytest.raises(TransitionRefused, match="su texto ya no cambia"):
        write_section(section=section, revision=1, text="Otro", by=mesa.secretary, at=LATER)
    with pytest.raises(TransitionRefused, match="mientras circula"):
        make_remark(section=section, seat=mesa.seats["cut"], text="Uno.", by=mesa.principal("cut"), at=LATER)
    with pytest.raises(TransitionRefused):
        approve_minutes(minutes=minutes, by=mesa.secretary, at=LATER)
    with pytest.raises(TransitionRefused):
        add_item(session=minutes.session, title="Uno", by=mesa.secretary, at=LATER)


def test_two_accounts_sign_the_same_hash(mesa: MesaCast) -> None:
    minutes = approved_minutes(mesa)
    chair = mesa.principal("desarrollo")
    once = sign_minutes(minutes=minutes, role=SignerRole.CHAIR, by=chair, at=LATER)
    assert once.state == MinutesState.APPROVED
    with pytest.raises(TransitionRefused, match="ya está firmada como «Preside la mesa»"):
        sign_minutes(minutes=minutes, role=SignerRole.CHAIR, by=chair, at=LATER)
    twice = sign_minutes(minutes=minutes, role=SignerRole.SECRETARY, by=mesa.secretary, at=LATER)
    assert twice.state == MinutesState.SIGNED
    document = minutes_document(twice)
    assert [(one.role, one.entity.code, one.sha256) for one in document.signatures] == [
        ("chair", "desarrollo", minutes.sha256),
        ("secretary", "planeacion", minutes.sha256),
    ]
    assert [(kind, body) for kind, _, body in events(*EVENTS)] == [
        ("minutes.circulated", {"remarks_until": "2025-01-20"}),
        ("minutes.approved", {"sha256": minutes.sha256}),
        ("minutes.signature", {"role": "chair", "sha256": minutes.sha256}),
        ("minutes.signature", {"role": "secretary", "sha256": minutes.sha256}),
        ("minutes.signed", {"sha256": minutes.sha256}),
    ]
    with pytest.raises(TransitionRefused, match="firmar"):
        sign_minutes(minutes=minutes, role=SignerRole.CHAIR, by=chair, at=LATER)


def test_nobody_signs_as_both(mesa: MesaCast) -> None:
    both = make_person("Dora Doble", (Role.MEMBER, mesa.desarrollo), (Role.SECRETARIAT, mesa.planeacion))
    minutes = approved_minutes(mesa)
    sign_minutes(minutes=minutes, role=SignerRole.CHAIR, by=both, at=LATER)
    with pytest.raises(PermissionRefused, match="la otra firma es de otra persona"):
        sign_minutes(minutes=minutes, role=SignerRole.SECRETARY, by=both, at=LATER)


def test_a_signature_is_of_an_office_and_of_what_was_approved(mesa: MesaCast) -> None:
    with pytest.raises(TransitionRefused, match="firmar"):
        sign_minutes(minutes=drafted_minutes(mesa), role=SignerRole.SECRETARY, by=mesa.secretary, at=LATER)
    minutes = approved_minutes(mesa, closed_session(mesa))
    with pytest.raises(Invalid, match="Firme como"):
        sign_minutes(minutes=minutes, role="witness", by=mesa.secretary, at=LATER)


def test_content_that_is_not_what_was_approved_is_not_signed(mesa: MesaCast, monkeypatch) -> None:
    minutes = approved_minutes(mesa)
    monkeypatch.setattr(approve, "sha256_of", lambda text: "0" * 64)
    with pytest.raises(Refusal, match="no es el que se aprobó"):
        sign_minutes(minutes=minutes, role=SignerRole.SECRETARY, by=mesa.secretary, at=LATER)


def test_nobody_but_the_secretariat_keeps_the_minutes(mesa: MesaCast) -> None:
    session, person = closed_session(mesa), mesa.principal("desarrollo")
    with pytest.raises(PermissionRefused):
        draft_minutes(session=session, by=person, at=LATER)
    minutes = drafted_minutes(mesa, session)
    for act in (
        lambda: write_section(section=minutes.sections.first(), revision=1, text="Uno", by=person, at=LATER),
        lambda: circulate_minutes(minutes=minutes, remarks_until=LATER.date(), by=person, at=LATER),
        lambda: approve_minutes(minutes=minutes, by=person, at=LATER),
    ):
        with pytest.raises(PermissionRefused):
            act()


def refused_by_the_database(act) -> None:
    with pytest.raises(IntegrityError, match=r"unamendable|fixed|stay|approved"), transaction.atomic():
        act()


def test_the_database_keeps_signed_minutes_as_they_were(mesa: MesaCast) -> None:
    minutes = signed_minutes(mesa, full_session(mesa))
    remark_free = MinutesSection.objects.filter(minutes=minutes)
    decision = minutes.session.decisions.get()
    motion = decision.motion
    rows = Minutes.objects.filter(pk=minutes.pk)
    for act in (
        lambda: rows.update(content="otro"),
        lambda: rows.update(state=MinutesState.APPROVED),
        lambda: rows.update(remarks_until=None),
        lambda: Signature.objects.filter(minutes=minutes)._raw_delete("default"),
        lambda: Signature.objects.filter(minutes=minutes).update(sha256="0" * 64),
        lambda: remark_free.update(text="otro"),
        lambda: remark_free._raw_delete("default"),
        lambda: MinutesSection.objects.create(minutes=minutes, item=minutes.session.items.get(title="Otros")),
        lambda: minutes.session.decisions.update(text="otro"),
        lambda: minutes.session.decisions.all()._raw_delete("default"),
        lambda: motion.votes.update(choice=Choice.FOR),
        lambda: motion.votes.all()._raw_delete("default"),
        lambda: motion.votes.create(seat=mesa.seats["univalle"], choice=Choice.FOR, cast_at=LATER),
        lambda: type(motion).objects.filter(pk=motion.pk).update(text="otro"),
        lambda: type(motion).objects.filter(pk=motion.pk)._raw_delete("default"),
        lambda: Remark.objects.create(
            section=minutes.sections.first(), seat=mesa.seats["cut"], text="Uno", made_at=LATER
        ),
    ):
        refused_by_the_database(act)


def test_the_database_fixes_what_was_approved_and_counts_the_signatures(mesa: MesaCast) -> None:
    minutes = approved_minutes(mesa)
    rows = Minutes.objects.filter(pk=minutes.pk)
    for act in (
        lambda: rows.update(sha256="0" * 64),
        lambda: rows.update(state=MinutesState.SIGNED),
        lambda: Signature.objects.create(
            minutes=minutes, role=SignerRole.CHAIR, person=mesa.secretary, sha256="0" * 64, signed_at=LATER
        ),
        lambda: rows._raw_delete("default"),
    ):
        refused_by_the_database(act)
