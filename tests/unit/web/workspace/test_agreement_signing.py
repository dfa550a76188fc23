"""An entity's word is given by its own people: mandate, signature, paper, refusal, withdrawal, what it brings."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concierta.agreements.enums import PledgeState, SignatoryState, SignatureKind
from concierta.agreements.models import Competence, Mandate, Means, Pledge, Reading, Signatory, Signature
from concierta.kernel.clock import today
from factories import PDF
from factories.agreements import brought_paper, in_force, make_living, mandated, promised
from factories.pages import text

pytestmark = pytest.mark.django_db

PAGE = "/trabajo/acuerdos/acuerdo/"
SENA = f"{PAGE}entidades/sena/"
SIGN = f"{SENA}firmar/1/"
PAPER = f"{SENA}papel/1/"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("firmado.pdf", PDF, content_type="application/pdf")


def test_the_entity_says_by_which_act_who_may_sign_for_it(visitor):
    living = make_living()
    sonia = living.spokespeople["sena"]
    answer = visitor(sonia).post(
        f"{SENA}mandato/",
        {"organ": "board", "act_name": "Acta", "act_number": "7", "act_date": "2024-12-01", "signer": str(sonia.pk)},
    )
    assert answer.headers["Location"] == SENA
    assert Mandate.objects.get().signer == sonia
    shown = text(visitor(living.reporter).get(SENA))
    assert "Acta 7 del 1 dic 2024 (Junta o consejo directivo)" in shown
    assert sonia.name not in shown


def test_the_page_of_a_signature_says_what_it_is_in_law_before_its_button(visitor):
    living = make_living()
    mandated(living, "sena")
    page = text(visitor(living.spokespeople["sena"]).get(SIGN))
    assert "Ley 527 de 1999" in page
    assert "No es una firma digital certificada." in page
    assert "Leí el texto y firmo por Sena." in page
    assert living.version.sha256 in page
    assert "Resolución 12 del" in page


def test_it_is_signed_with_the_tick_and_under_the_text_that_was_read(visitor):
    living = make_living()
    mandated(living, "sena")
    client = visitor(living.spokespeople["sena"])
    without = client.post(SIGN, {"sha256": living.version.sha256})
    other = client.post(SIGN, {"sha256": "0" * 64, "read": "on"})
    assert (without.status_code, other.status_code, Signature.objects.count()) == (422, 422, 0)
    assert "vuelva a leerlo" in text(other)
    answer = client.post(SIGN, {"sha256": living.version.sha256, "read": "on"})
    assert answer.headers["Location"] == f"{PAGE}textos/1/firmas/"
    assert (Signature.objects.get().kind, Reading.objects.count()) == (SignatureKind.HERE, 1)


def test_without_a_mandate_the_button_says_why_it_does_not_sign(visitor):
    living = make_living()
    page = text(visitor(living.spokespeople["sena"]).get(SIGN))
    assert "SENA no ha registrado quién puede firmar" in page
    assert 'name="read"' not in page


def test_an_entity_says_that_it_does_not_sign(visitor):
    living = make_living()
    visitor(living.spokespeople["sena"]).post(SENA, {"act": "decline", "reason": "No es su misión."})
    sena = living.signatory("sena")
    assert (sena.state, sena.reason) == (SignatoryState.DECLINED, "No es su misión.")


def test_an_entity_withdraws_with_its_reason_its_day_and_what_becomes_of_its_promises(visitor):
    living = in_force()
    pledge = promised(living)
    client = visitor(living.spokespeople["sena"])
    given = {"act": "withdraw", "reason": "", "ends_on": today().isoformat(), "fate": "released"}
    assert client.post(SENA, given).status_code == 422
    client.post(SENA, {**given, "reason": "Cambió la ley."})
    pledge.refresh_from_db()
    assert (living.signatory("sena").state, pledge.state) == (SignatoryState.WITHDRAWN, PledgeState.RELEASED)
    assert "Cambió la ley." in text(visitor(living.secretary).get(SENA))


def test_an_entity_says_its_role_its_competence_and_its_means(visitor):
    living = make_living()
    client = visitor(living.spokespeople["sena"])
    client.post(SENA, {"act": "role", "role": "Forma para el trabajo"})
    client.post(SENA, {"act": "competence", "text": "Formar", "norm_name": "Ley 119 de 1994"})
    period = {"since": "2025-01-01", "until": "2025-12-31"}
    client.post(SENA, {"act": "means", "kind": "human", "description": "Instructores", "quantity": "12",
                       "unit": "personas", **period})  # fmt: skip
    client.post(SENA, {"act": "means", "kind": "economic", "description": "Becas", "amount": "20.000.000", **period})
    page = text(client.get(SENA))
    for words in ("Forma para el trabajo", "Ley 119 de 1994", "12 personas", "$ 20 millones", "Económicos"):
        assert words in page
    assert Competence.objects.get().text == "Formar"
    means = Means.objects.get(kind="human")
    client.post(SENA, {"act": "end-means", "means": str(means.pk), "ended_on": "2025-06-30"})
    means.refresh_from_db()
    assert means.ended_on == date(2025, 6, 30)


@pytest.mark.parametrize("who", ["sena", "secretary"])
def test_a_paper_is_brought_by_the_entity_or_by_the_secretariat(visitor, who):
    living = make_living()
    person = living.spokespeople.get(who) or living.secretary
    answer = visitor(person).post(PAPER, {"document": file(), "signed_on": "2025-01-02"})
    paper = Signature.objects.get()
    assert answer.headers["Location"] == SENA
    assert (paper.kind, paper.counts, paper.brought_by) == (SignatureKind.PAPER, False, person)
    assert "Documento por comprobar" in text(visitor(living.reporter).get(SENA))


def test_a_verifier_opens_the_paper_and_says_that_it_is_the_signature(visitor):
    living = make_living()
    paper = brought_paper(living, "sena")
    path, client = f"{PAGE}papeles/{paper.pk}/", visitor(living.verifier)
    assert "1 asunto espera su palabra" in text(client.get("/trabajo/"))
    assert b"".join(client.get(f"{path}documento/").streaming_content) == PDF
    client.post(path, {"act": "check", "found": "yes"})
    paper.refresh_from_db()
    assert (paper.counts, living.signatory("sena").state) == (True, SignatoryState.SIGNED)


def test_a_paper_that_is_not_one_is_refused_with_its_reason_and_may_be_brought_again(visitor):
    living = make_living()
    paper = brought_paper(living, "sena")
    path, client = f"{PAGE}papeles/{paper.pk}/", visitor(living.verifier)
    assert client.post(path, {"act": "check", "found": "no"}).status_code == 422
    client.post(path, {"act": "check", "found": "no", "refused_because": "Falta una página."})
    sonia = visitor(living.spokespeople["sena"])
    assert "El documento no se aceptó: Falta una página." in text(sonia.get(SENA))
    sonia.post(PAPER, {"document": file(), "signed_on": "2025-01-02"})
    assert Signature.objects.count() == 2


def test_who_brought_the_paper_does_not_check_it_and_others_do_not_open_it(visitor):
    living = make_living()
    paper = brought_paper(living, "sena")
    path = f"{PAGE}papeles/{paper.pk}/"
    page = visitor(living.spokespeople["sena"]).post(path, {"act": "check", "found": "yes"})
    assert page.status_code == 409
    assert visitor(living.reporter).get(f"{path}documento/").status_code == 404
    paper.refresh_from_db()
    assert paper.checked_at is None


#: Every address that takes an act, and every act that an entity's own people do there.
OWN_ACTS = {
    f"{PAGE}textos/1/": ("read-{sena}",),
    SENA: ("role", "competence", "means", "end-means", "decline", "withdraw"),
    f"{SENA}mandato/": ("",),
    SIGN: ("",),
    f"{PAGE}promesas/{{pledge}}/": ("confirm", "decline", "explain"),
}
EVERYTHING = {
    "role": "x", "text": "x", "norm_name": "x", "reason": "x", "ends_on": "2030-01-01", "fate": "released",
    "organ": "board", "act_name": "x", "act_date": "2024-12-01", "read": "on", "kind": "human", "description": "x",
    "quantity": "1", "unit": "x", "since": "2025-01-01", "until": "2025-12-31", "cause": "money", "next_step": "x",
    "next_on": "2030-01-01",
}  # fmt: skip


@pytest.mark.parametrize("who", ["reporter", "reviewer", "verifier", "secretary", "camara"])
@pytest.mark.parametrize("bound", [False, True])
def test_no_account_signs_promises_or_confirms_for_another_entity(visitor, who, bound):
    living = in_force("camara") if bound else make_living("camara")
    pledge = promised(living, state=PledgeState.PROPOSED)
    person = living.spokespeople[who] if who == "camara" else getattr(living, who)
    sena = living.signatory("sena")
    before = word_of(sena)
    client = visitor(person)
    for path, acts in OWN_ACTS.items():
        for act in acts:
            said = {"act": act.format(sena=sena.pk), "signer": str(living.spokespeople["sena"].pk), **EVERYTHING}
            answer = client.post(path.format(pledge=pledge.pk), {**said, "sha256": living.version.sha256})
            assert answer.status_code in (400, 403), (path, act)
    answer = client.post(
        f"{PAGE}promesas/nueva/",
        {"entity": "sena", "clause": str(living.clause.pk), "code": "X-1", "text": "x", "kind": "action"},
    )
    assert word_of(sena) == before
    # The secretariat proposes, and what it proposes is nobody's promise.
    assert set(Pledge.objects.filter(entity=sena.entity).values_list("state", flat=True)) == {PledgeState.PROPOSED}
    assert (Pledge.objects.filter(code="X-1").exists()) == (who == "secretary")


def word_of(signatory: Signatory) -> tuple:
    """Everything that stands for the word of an entity."""
    signatory.refresh_from_db()
    return (
        signatory.state, signatory.role, signatory.signatures.count(), signatory.mandates.count(),
        signatory.readings.count(), signatory.competences.count(), signatory.means.count(), signatory.steps.count(),
    )  # fmt: skip
