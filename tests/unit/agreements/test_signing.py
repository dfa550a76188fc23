"""An entity signs by its own account, whom its mandate names, under the words that were opened; nobody else does."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from concierta.agreements.enums import MandateOrgan, PledgeFate, SignatoryState, SignatureKind, VersionState
from concierta.agreements.models import Agreement, Article, Mandate, Signature
from concierta.agreements.operations import (
    adopt_version,
    bring_signed_paper,
    check_signed_paper,
    decline_to_sign,
    draft_version,
    invite_again,
    invite_signatory,
    open_version,
    record_mandate,
    sign_text,
    withdraw_signatory,
    write_article,
)
from concierta.agreements.queries import agreements_against_acts, ceremony_of
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Role
from factories import AT, evidence_of, make_entity, make_person
from factories.against_acts import fields_nobody_compares
from factories.agreements import in_force, make_living, mandated, promised, signed

pytestmark = pytest.mark.django_db


def test_a_signature_makes_a_signatory_and_adoption_binds_it():
    living = make_living()
    assert signed(living, "sena").state == SignatoryState.SIGNED
    living.version = adopt_version(version=living.version, by=living.secretary, at=AT)
    assert (living.version.state, living.signatory("sena").state) == (VersionState.IN_FORCE, SignatoryState.ACTIVE)


def test_who_signs_a_text_in_force_is_bound_at_once():
    living = in_force()
    camara = make_entity("camara")
    living.spokespeople["camara"] = make_person("Carla", (Role.REPORTER, camara))
    invite_signatory(agreement=living.agreement, entity=camara, by=living.secretary, at=AT)
    assert signed(living, "camara").state == SignatoryState.ACTIVE


def test_nobody_signs_without_a_mandate():
    living = make_living()
    with pytest.raises(PermissionRefused, match="registre primero el mandato"):
        sign_text(
            signatory=living.signatory("sena"), version=living.version, sha256=living.version.sha256,
            by=living.spokespeople["sena"], at=AT,
        )  # fmt: skip


def test_nobody_signs_whom_the_mandate_does_not_name():
    living = make_living()
    signatory = mandated(living, "sena")
    other = make_person("Otra", (Role.MEMBER, signatory.entity))
    with pytest.raises(PermissionRefused, match="nombra a otra persona"):
        sign_text(signatory=signatory, version=living.version, sha256=living.version.sha256, by=other, at=AT)


@pytest.mark.parametrize("who", ["secretary", "verifier", "reporter"])
def test_nobody_gives_the_word_of_an_entity_that_is_not_theirs(who):
    living = make_living()
    person = getattr(living, who)
    with pytest.raises(PermissionRefused, match="Usted no actúa por SENA"):
        record_mandate(
            signatory=living.signatory("sena"), organ=MandateOrgan.BOARD, act_name="Acta", act_date=date(2024, 12, 1),
            signer=person, by=person, at=AT,
        )  # fmt: skip
    with pytest.raises(PermissionRefused):
        sign_text(
            signatory=mandated(living, "sena"), version=living.version, sha256=living.version.sha256, by=person, at=AT
        )
    with pytest.raises(PermissionRefused):
        withdraw_signatory(
            signatory=living.signatory("sena"), reason="x", ends_on=date(2025, 2, 1), fate=PledgeFate.STAYS, by=person,
            at=AT,
        )  # fmt: skip


def test_the_database_refuses_the_signature_of_an_account_of_another_entity():
    living = make_living()
    mandate = mandated(living, "sena").mandates.get()
    with pytest.raises(IntegrityError, match="own account"), transaction.atomic():
        Signature.objects.create(
            signatory=living.signatory("sena"), version=living.version, kind=SignatureKind.HERE,
            sha256=living.version.sha256, signed_at=AT, person=living.secretary, mandate=mandate,
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="one of its people"), transaction.atomic():
        Mandate.objects.create(
            signatory=living.signatory("sena"), organ="board", act_name="x", act_date=AT.date(),
            signer=living.secretary, recorded_by=living.spokespeople["sena"], recorded_at=AT, ended_at=AT,
        )  # fmt: skip


def test_the_database_refuses_other_words_and_a_changed_signature():
    living = make_living()
    signed(living, "sena")
    for statement in (
        "UPDATE agreements_signature SET sha256 = 'x'",
        "DELETE FROM agreements_signature",
        "UPDATE agreements_textversion SET content = '{}'",
        "UPDATE agreements_article SET text = 'Otra cosa'",
        "UPDATE agreements_signatorystep SET note = 'otra'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_other_words_than_those_read_are_not_signed():
    living = make_living()
    with pytest.raises(Invalid, match="vuelva a leerlo"):
        sign_text(
            signatory=mandated(living, "sena"), version=living.version, sha256="0" * 64,
            by=living.spokespeople["sena"], at=AT,
        )  # fmt: skip


def test_an_open_text_is_not_written_any_more():
    living = make_living()
    with pytest.raises(TransitionRefused):
        write_article(
            version=living.version, kind="article", code="A1", title="x", text="y", by=living.secretary, at=AT
        )
    with pytest.raises(TransitionRefused):
        open_version(version=living.version, since=date(2025, 1, 1), by=living.secretary, at=AT)
    assert Article.objects.filter(version=living.version).count() == 1


def test_a_text_is_adopted_by_its_own_rule():
    living = make_living("camara", "cut")
    Agreement.objects.update(adoption="two_thirds")
    signed(living, "sena")
    with pytest.raises(Refusal, match="pide 2 y hay 1"):
        adopt_version(version=living.version, by=living.secretary, at=AT)
    signed(living, "cut")
    assert adopt_version(version=living.version, by=living.secretary, at=AT).state == VersionState.IN_FORCE


def test_the_first_text_is_put_to_all_who_are_invited():
    living = make_living("camara")
    signed(living, "sena")
    with pytest.raises(Refusal, match="pide 2 y hay 1"):
        adopt_version(version=living.version, by=living.secretary, at=AT)
    decline_to_sign(signatory=living.signatory("camara"), reason="", by=living.spokespeople["camara"], at=AT)
    assert adopt_version(version=living.version, by=living.secretary, at=AT).state == VersionState.IN_FORCE


def test_a_new_text_needs_those_who_stand_by_the_agreement():
    living = in_force("camara")
    draft = draft_version(agreement=living.agreement, by=living.secretary, at=AT)
    write_article(
        version=draft, kind="article", code="A1", title="Plazo", text="Diez años.", by=living.secretary, at=AT
    )
    living.version = open_version(version=draft, since=date(2025, 2, 1), by=living.secretary, at=AT)
    signed(living, "sena")
    with pytest.raises(Refusal, match="pide 2 y hay 1"):
        adopt_version(version=living.version, by=living.secretary, at=AT)
    signed(living, "camara")
    adopt_version(version=living.version, by=living.secretary, at=AT)
    assert [one.state for one in living.agreement.versions.order_by("number")] == ["replaced", "in_force"]


def test_a_paper_is_a_signature_once_another_entity_has_checked_it():
    living = make_living()
    person, signatory = living.spokespeople["sena"], living.signatory("sena")
    paper = evidence_of(signatory.entity, person)
    signature = bring_signed_paper(
        signatory=signatory, version=living.version, document=paper, signed_on=date(2025, 1, 2), by=person, at=AT
    )
    assert living.signatory("sena").state == SignatoryState.INVITED
    with pytest.raises(PermissionRefused):
        check_signed_paper(signature=signature, by=person, at=AT)
    with pytest.raises(PermissionRefused):
        check_signed_paper(signature=signature, by=living.outsider, at=AT)
    check_signed_paper(signature=signature, by=living.verifier, at=AT)
    assert living.signatory("sena").state == SignatoryState.SIGNED


def test_a_paper_that_is_not_what_it_should_be_is_no_signature_and_another_may_come():
    living = make_living()
    person, signatory = living.spokespeople["sena"], living.signatory("sena")
    for number in range(2):
        signature = bring_signed_paper(
            signatory=signatory, version=living.version, document=evidence_of(signatory.entity, person),
            signed_on=date(2025, 1, 2), by=person, at=AT,
        )  # fmt: skip
        if not number:
            check_signed_paper(signature=signature, refused_because="Falta la firma.", by=living.verifier, at=AT)
    assert living.signatory("sena").state == SignatoryState.INVITED
    with pytest.raises(Refusal, match="ya firmó"):
        bring_signed_paper(
            signatory=signatory, version=living.version, document=evidence_of(signatory.entity, person),
            signed_on=date(2025, 1, 2), by=person, at=AT,
        )  # fmt: skip


def test_who_withdraws_says_why_and_what_becomes_of_its_promises():
    living = in_force()
    pledge = promised(living)
    withdraw_signatory(
        signatory=living.signatory("sena"), reason="Cambió la ley.", ends_on=date(2025, 3, 1), fate=PledgeFate.RELEASED,
        by=living.spokespeople["sena"], at=AT,
    )  # fmt: skip
    pledge.refresh_from_db()
    assert (living.signatory("sena").state, pledge.state) == (SignatoryState.WITHDRAWN, "released")
    invite_again(signatory=living.signatory("sena"), by=living.secretary, at=AT)
    assert living.signatory("sena").state == SignatoryState.INVITED


def test_nobody_withdraws_backwards():
    living = in_force()
    with pytest.raises(Invalid, match="hacia atrás"):
        withdraw_signatory(
            signatory=living.signatory("sena"), reason="x", ends_on=date(2024, 12, 31), fate=PledgeFate.STAYS,
            by=living.spokespeople["sena"], at=AT,
        )  # fmt: skip


def test_an_invited_entity_may_say_no():
    living = make_living()
    decline_to_sign(signatory=living.signatory("sena"), reason="", by=living.spokespeople["sena"], at=AT)
    assert living.signatory("sena").state == SignatoryState.DECLINED


def test_the_ceremony_says_who_has_read_and_who_signed():
    living = make_living("camara")
    signed(living, "sena")
    rows = {row.signatory.entity.code: row for row in ceremony_of(living.version)}
    assert (rows["sena"].readers, bool(rows["sena"].signature), rows["camara"].readers) == (1, True, 0)


def test_each_act_is_one_line_of_the_log_and_names_nobody():
    living = in_force()
    promised(living)
    kinds = list(Event.objects.order_by("index").values_list("kind", flat=True))
    assert kinds[2:] == [
        "signatory.invited", "agreement.text_opened", "signatory.mandated", "signatory.signed",
        "agreement.text_adopted", "signatory.entered", "pledge.registered", "pledge.confirmed", "pledge.entered",
    ]  # fmt: skip
    assert not [one for one in Event.objects.all() if "Sonia" in one.payload or "@example.org" in one.payload]
    assert (agreements_against_acts().differences, fields_nobody_compares()) == ([], [])
