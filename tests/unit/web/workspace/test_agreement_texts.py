"""An agreement's page, its texts and their signatures: said in words, written by the secretariat, read by everybody."""

from datetime import date

import pytest

from concierta.agreements.enums import Capacity, PledgeState, SignatoryState, VersionState
from concierta.agreements.models import Article, Norm, Reading, Signatory, TextVersion
from concierta.agreements.operations import record_norm, withdraw_signatory
from factories import AT, count_queries, make_entity
from factories.agreements import in_force, make_living, mandated, promised, signed
from factories.pages import text

pytestmark = pytest.mark.django_db

PAGE = "/trabajo/acuerdos/acuerdo/"
TEXT = f"{PAGE}textos/1/"
CEREMONY = f"{TEXT}firmas/"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def with_frame(living, until: date) -> None:
    record_norm(
        agreement=living.agreement, code="Acuerdo 470", title="Plan de Desarrollo", is_framework=True,
        since=date(2024, 1, 1), until=until, by=living.secretary, at=AT,
    )  # fmt: skip


def test_the_page_says_that_it_is_in_force_and_until_when(visitor):
    living = in_force()
    page = text(visitor(living.secretary).get(PAGE))
    assert "Vigente hasta el 31 de diciembre de 2027." in page
    assert living.version.sha256[:12] in page


def test_the_page_says_that_nobody_is_bound_yet(visitor):
    living = make_living()
    assert "nadie está obligado por este acuerdo" in text(visitor(living.outsider).get(PAGE))


def test_who_signed_is_told_with_the_kind_of_signature(visitor):
    living = in_force("camara")
    page = text(visitor(living.reporter).get(PAGE))
    assert page.count("Firmada aquí, con la cuenta de la entidad") == 2


def test_every_page_says_that_the_framework_ended_and_only_then(visitor):
    living = in_force()
    client = visitor(living.secretary)
    pages = ("/trabajo/", "/trabajo/calendario/", "/trabajo/plan/cali/")
    assert ["w-over" in text(client.get(path)) for path in pages] == [False] * 3
    with_frame(living, date(2025, 12, 31))
    said = "Terminó el marco en que se firmó «Acuerdo»: hay que renovarlo."
    assert [said in text(client.get(path)) for path in pages] == [True] * 3
    assert "«Plan de Desarrollo» rigió hasta el 31 de diciembre de 2025" in text(client.get(PAGE))


def test_who_has_no_part_in_it_is_not_told_that_it_ended(visitor):
    from unit.web.test_permissions_of_views import somebody_of_another_plan

    with_frame(in_force(), date(2025, 12, 31))
    assert "w-over" not in text(visitor(somebody_of_another_plan()).get("/trabajo/"))


def test_the_secretariat_records_a_norm_and_corrects_its_dates(visitor):
    living = make_living()
    client = visitor(living.secretary)
    given = {"act": "norm", "code": "Ley 2294", "title": "Plan Nacional", "is_framework": "on", "since": "2023-05-19"}
    client.post(PAGE, given)
    client.post(PAGE, {**given, "until": "2026-08-07"})
    norm = Norm.objects.get()
    assert (norm.code, norm.is_framework, norm.until) == ("Ley 2294", True, date(2026, 8, 7))
    assert "no rige · marco del acuerdo" in text(client.get(PAGE))


def test_while_a_text_is_under_way_another_is_not_begun(visitor):
    living = make_living()
    refused = visitor(living.secretary).post(PAGE, {"act": "draft"})
    assert (refused.status_code, TextVersion.objects.count()) == (409, 1)
    assert "Ya hay un texto en redacción" in text(refused)


def test_a_text_is_begun_written_and_opened_to_signature(visitor):
    living = in_force()
    client = visitor(living.secretary)
    client.post(PAGE, {"act": "draft"})
    draft = f"{PAGE}textos/2/"
    part = {"kind": "article", "code": "A1", "title": "Plazo", "text": "Diez años."}
    client.post(f"{draft}parte/", part)
    client.post(f"{draft}parte/?codigo=A1", {**part, "text": "Doce años."})
    assert Article.objects.get(version__number=2, code="A1").text == "Doce años."
    assert "Doce años.</textarea>" in text(client.get(f"{draft}parte/?codigo=A1"))
    client.post(draft, {"act": "drop", "code": "A1"})
    assert not Article.objects.filter(version__number=2, code="A1").exists()
    client.post(draft, {"act": "open", "since": "2026-01-01", "until": "2029-12-31"})
    version = TextVersion.objects.get(number=2)
    assert (version.state, version.until) == (VersionState.OPEN, date(2029, 12, 31))
    assert version.sha256 in text(client.get(draft))
    assert "Este texto ya no cambia." in text(client.get(f"{draft}parte/"))


def test_a_text_that_was_not_adopted_is_left_without_effect(visitor):
    living = make_living()
    visitor(living.secretary).post(TEXT, {"act": "abandon"})
    assert TextVersion.objects.get().state == VersionState.ABANDONED


def test_it_is_adopted_once_as_many_signed_as_the_rule_asks(visitor):
    living = make_living("camara")
    client = visitor(living.secretary)
    assert "Deben firmar todas las firmantes: el acuerdo pide 2 y hay 0." in text(client.get(TEXT))
    assert client.post(TEXT, {"act": "adopt"}).status_code == 409
    for code in ("sena", "camara"):
        signed(living, code)
    client.post(TEXT, {"act": "adopt"})
    assert TextVersion.objects.get().state == VersionState.IN_FORCE
    assert living.signatory("sena").state == SignatoryState.ACTIVE


def test_whoever_reads_a_text_says_so_for_their_entity(visitor):
    living = make_living()
    reader = living.spokespeople["sena"]
    client = visitor(reader)
    page = text(client.get(TEXT))
    assert "Poner los medios." in page
    assert "Registrar quién firma por SENA" in page
    client.post(TEXT, {"act": f"read-{living.signatory('sena').pk}"})
    assert Reading.objects.get().person == reader
    assert "Lo leí" not in text(client.get(TEXT))
    assert "1 persona, desde el" in text(client.get(CEREMONY))


def test_with_a_mandate_the_text_leads_to_its_signature(visitor):
    living = make_living()
    mandated(living, "sena")
    assert f'href="{PAGE}entidades/sena/firmar/1/"' in text(visitor(living.spokespeople["sena"]).get(TEXT))


def test_the_ceremony_says_in_its_title_how_many_have_signed(visitor):
    living = make_living("camara", "cut")
    signed(living, "sena")
    page = text(visitor(living.reporter).get(CEREMONY))
    assert "<h1>1 de 3 entidades han firmado</h1>" in page


def test_the_secretariat_invites_also_a_government_that_has_yet_to_take_office(visitor):
    living = make_living()
    make_entity("gobierno")
    client = visitor(living.secretary)
    given = {"act": "invite", "entity": "gobierno", "capacity": Capacity.INCOMING}
    refused = client.post(CEREMONY, given)
    client.post(CEREMONY, {**given, "takes_office_on": "2028-01-01"})
    invited = Signatory.objects.get(entity__code="gobierno")
    assert refused.status_code == 422
    assert (invited.capacity, invited.takes_office_on) == (Capacity.INCOMING, date(2028, 1, 1))


def test_who_withdrew_is_invited_again(visitor):
    living = in_force()
    sena = living.signatory("sena")
    withdraw_signatory(
        signatory=sena, reason="Cambió la misión.", ends_on=AT.date(), fate="stays", by=living.spokespeople["sena"],
        at=AT,
    )  # fmt: skip
    visitor(living.secretary).post(CEREMONY, {"act": "again", "signatory": str(sena.pk)})
    assert living.signatory("sena").state == SignatoryState.INVITED


@pytest.mark.parametrize("path", [PAGE, TEXT, CEREMONY, f"{PAGE}promesas/", f"{PAGE}entidades/sena/", "/trabajo/"])
def test_a_page_asks_as_much_of_one_entity_as_of_three(visitor, path):
    living = in_force()
    more(living, "uno")
    client = visitor(living.spokespeople["sena"])
    client.get(path)
    few = count_queries(lambda: client.get(path))
    more(living, "dos", "tres")
    assert count_queries(lambda: client.get(path)) == few


def more(living, *codes: str) -> None:
    """For each code another entity, a norm, and a promise that SENA has yet to answer."""
    for code in codes:
        promised(living, f"P-{code}", state=PledgeState.PROPOSED)
        entity = make_entity(code)
        Signatory.objects.create(agreement=living.agreement, entity=entity, state="active")
        record_norm(agreement=living.agreement, code=code, title=code, since=AT.date(), by=None, at=AT)
