"""An agreement in a real browser: eleven entities sign from eleven accounts, one joins later, one leaves; a promise."""

from datetime import timedelta

import pytest

from concierta.agreements.enums import PledgeState, SignatoryState, SignatureKind, VersionState
from concierta.agreements.models import Pledge, Signatory, Signature, TextVersion
from concierta.agreements.operations import abandon_version
from concierta.kernel.clock import now, today
from concierta.people.enums import Role
from factories import PDF, make_entity, make_person
from factories.agreements import Living, in_force, make_living

pytestmark = pytest.mark.browser

PAGE = "/trabajo/acuerdos/acuerdo/"
ELEVEN = ("camara", "comfandi", "comfenalco", "cut", "cgt", "univalle", "icesi", "andi", "fenalco", "cooperativas")


def signs(traveller, name: str, person: str, *, look: bool = False) -> None:
    """From their own work to the signature of the entity: read, mandate, tick, sign."""
    traveller.open("/trabajo/")
    traveller.follow(f"Leer el texto y decir quién firma por {name}")
    traveller.sees("Poner los medios.")
    traveller.press("Lo leí")
    traveller.sees("Todavía no ha firmado.")
    traveller.follow(f"Registrar quién firma por {name}")
    traveller.page.select_option("#id_organ", "board")
    traveller.page.fill("#id_act_name", "Acta")
    traveller.page.fill("#id_act_date", "2024-12-01")
    traveller.page.select_option("#id_signer", label=person)
    traveller.press("Registrar el mandato")
    traveller.sees("Mandato registrado")
    traveller.follow("Leer el texto")
    traveller.follow(f"Firmar por {name}")
    traveller.sees("Ley 527 de 1999")
    traveller.page.get_by_label("Leí el texto y firmo por").check()
    if look:
        traveller.stop("before signing")
    traveller.press("Firmar")
    traveller.sees("Firmado por")


@pytest.mark.parametrize("travel", ["desktop"], indirect=True)
def test_eleven_entities_sign_from_eleven_accounts_and_the_text_is_adopted(cast, travel):
    living = make_living(*ELEVEN, cast=cast)
    abandon_version(version=living.version, by=cast.secretary, at=now())
    sara = travel(cast.secretary)
    sara.open("/trabajo/acuerdos/")
    sara.stop("the agreement before it has a text")
    sara.page.get_by_text("Empezar un texto nuevo").click()
    sara.press("Empezar el texto")
    sara.follow("Texto 2")
    sara.follow("Escribir una parte")
    for field, words in {"code": "A1", "title": "Vigencia", "text": "Este acuerdo rige por tres años."}.items():
        sara.page.fill(f"#id_{field}", words)
    sara.page.select_option("#id_kind", "article")
    sara.stop("a part of the text")
    sara.press("Guardar la parte")
    sara.sees("Este acuerdo rige por tres años.")
    sara.page.fill("#open-since", today().isoformat())
    sara.page.fill("#open-until", (today() + timedelta(days=1000)).isoformat())
    sara.stop("the draft")
    sara.press("Abrir a la firma")
    sara.sees("sus palabras ya no cambian")
    sara.sees("el acuerdo pide 11 y hay 0")
    sara.stop("open to signature")

    for number, code in enumerate(("sena", *ELEVEN)):
        signer = travel(living.spokespeople[code], size="phone" if number == 0 else "desktop")
        if number == 0:
            signer.open(f"{PAGE}textos/2/")
            signer.stop("a text on a telephone")
        signs(signer, code.upper(), living.spokespeople[code].name, look=number == 0)
        if number in (0, 5):
            signer.stop("after signing")
        signer.page.context.close()

    sara.open(f"{PAGE}textos/2/firmas/")
    sara.sees("11 de 11 entidades han firmado")
    sara.stop("everybody has signed")
    sara.open(f"{PAGE}textos/2/")
    sara.press("Adoptar el texto")
    sara.sees("Texto adoptado")
    assert TextVersion.objects.get(number=2).state == VersionState.IN_FORCE
    assert Signature.objects.filter(kind=SignatureKind.HERE).values("person").distinct().count() == 11
    assert set(Signatory.objects.values_list("state", flat=True)) == {SignatoryState.ACTIVE}


def test_an_entity_adheres_later_on_paper_and_another_withdraws(cast, travel):
    living = in_force("camara", cast=cast)
    comfandi = make_entity("comfandi")
    carla = make_person("Carla Comfandi", (Role.REPORTER, comfandi))
    sara = travel(cast.secretary)
    sara.open(f"{PAGE}textos/1/firmas/")
    sara.page.select_option("#invite-entity", "comfandi")
    sara.press("Invitar")
    sara.sees("Entidad invitada")
    sara.stop("somebody is invited later")

    giver = travel(carla)
    giver.open(f"{PAGE}entidades/comfandi/")
    giver.stop("an entity that was invited")
    giver.follow("Traer un documento firmado")
    giver.page.set_input_files("#id_document", {"name": "firmado.pdf", "mimeType": "application/pdf", "buffer": PDF})
    giver.page.fill("#id_signed_on", "2025-02-03")
    giver.stop("bringing a paper")
    giver.press("Traer el documento")
    giver.sees("Documento por comprobar")

    vera = travel(cast.verifier)
    vera.open("/trabajo/")
    vera.follow("Comprobar el documento que firmó COMFANDI")
    vera.sees("firmado.pdf")
    vera.stop("a paper to check")
    vera.page.get_by_label("Sí, lo es").check()
    vera.press("Registrar lo que encontró")
    vera.sees("Comprobación registrada")
    assert living.signatory("comfandi").state == SignatoryState.ACTIVE

    leaver = travel(living.spokespeople["camara"])
    leaver.open(f"{PAGE}entidades/camara/")
    leaver.page.get_by_text("Retirarse del acuerdo").click()
    leaver.page.fill("#withdraw-reason", "Cambió la junta.")
    leaver.page.select_option("#withdraw-fate", "stays")
    leaver.stop("before withdrawing")
    leaver.press("Retirar la entidad")
    leaver.sees("La entidad se retiró")
    leaver.stop("an entity that withdrew")
    assert living.signatory("camara").state == SignatoryState.WITHDRAWN


def test_a_promise_is_proposed_confirmed_and_assessed(cast, travel):
    living: Living = in_force(cast=cast)
    sara = travel(cast.secretary)
    sara.open(f"{PAGE}promesas/")
    sara.sees("Todavía no hay promesas")
    sara.stop("no promises yet")
    sara.follow("Registrar una promesa")
    sara.page.select_option("#id_entity", "sena")
    sara.page.select_option("#id_clause", label="C1 Medios")
    sara.page.fill("#id_code", "SENA-1")
    sara.page.fill("#id_text", "Formar 40 grupos")
    sara.page.fill("#id_due_on", "2027-06-30")
    sara.page.fill("#id_milestone", "Cuarenta grupos con su acta")
    sara.stop("a promise to propose")
    sara.press("Registrar la promesa")
    sara.sees("Propuesta, sin confirmar por la entidad")

    sonia = travel(living.spokespeople["sena"])
    sonia.open("/trabajo/")
    sonia.sees("Del acuerdo, 1 asunto espera su palabra")
    sonia.stop("the word of an entity is awaited")
    sonia.follow("Confirmar o no una promesa de SENA")
    sonia.stop("a promise to confirm")
    sonia.press("Confirmar la promesa")
    sonia.sees("Promesa confirmada")

    vera = travel(cast.verifier)
    vera.open("/trabajo/")
    vera.follow("Valorar una promesa de SENA")
    vera.page.get_by_label("Sí, se puede verificar").check()
    vera.page.get_by_label("Sustancial").check()
    vera.page.fill("#assess-reason", "El acta lo muestra.")
    vera.stop("a promise to assess")
    vera.press("Registrar la valoración")
    vera.sees("Valoración registrada")
    vera.stop("a promise that stands")
    assert Pledge.objects.get().state == PledgeState.STANDING
    vera.open(f"{PAGE}")
    vera.stop("the agreement with its promise")


@pytest.mark.parametrize("travel", ["desktop"], indirect=True)
def test_an_agreement_is_renewed_by_those_who_stand_by_it(cast, travel):
    """A new text begins as the one in force, is signed by both who are bound, and takes its place."""
    living = in_force("camara", cast=cast)
    sara = travel(cast.secretary)
    sara.open(PAGE)
    sara.page.get_by_text("Empezar un texto nuevo").click()
    sara.press("Empezar el texto")
    sara.follow("Texto 2")
    sara.sees("Poner los medios.")
    sara.page.fill("#open-since", today().isoformat())
    sara.page.fill("#open-until", (today() + timedelta(days=1000)).isoformat())
    sara.press("Abrir a la firma")
    sara.sees("el acuerdo pide 2 y hay 0")
    for code in ("sena", "camara"):
        signer = travel(living.spokespeople[code])
        signer.open(f"{PAGE}textos/2/")
        signer.press("Lo leí")
        signer.follow(f"Firmar por {code.upper()}")
        signer.page.get_by_label("Leí el texto y firmo por").check()
        signer.press("Firmar")
        signer.sees("Firmado por")
        signer.page.context.close()
    sara.open(f"{PAGE}textos/2/")
    sara.press("Adoptar el texto")
    sara.sees("Texto adoptado")
    assert [one.state for one in TextVersion.objects.order_by("number")] == ["replaced", "in_force"]
    assert set(Signatory.objects.values_list("state", flat=True)) == {SignatoryState.ACTIVE}
