"""Indexes of prices on the web: nothing is kept that was not shown first."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concierta.budgets.models import PriceIndex
from concierta.budgets.operations import keep_price_index
from concierta.web.kit.formats import NBSP
from factories.money import AT
from factories.queries import count_queries

pytestmark = pytest.mark.django_db

LIST = "/trabajo/precios/"
NEW = f"{LIST}nuevo/"
IPC = f"{LIST}indice/ipc/"
CHANGE = f"{IPC}cambiar/"


USUAL = {"y2023": "137.72", "y2024": "144.88"}


def kept(slug: str = "ipc", **points: str) -> PriceIndex:
    values = {
        int(year[1:]): Decimal(value) for year, value in (points or {"y2023": "137.72", "y2024": "144.88"}).items()
    }
    return keep_price_index(slug=slug, name=slug.upper(), base="2018", source="DANE", points=values, by=None, at=AT)


def written(points: str = "2023;137,72\n2024;144,88", **given) -> dict:
    words = {"slug": "ipc", "name": "IPC", "base": "2018", "source": "DANE", "points": points, "act": "preview"}
    return words | given


def text(answer) -> str:
    return answer.content.decode().replace(NBSP, " ")


def seen(answer) -> str:
    return re.search(r'name="seen" value="(\w+)"', text(answer))[1]


def series(slug: str = "ipc") -> dict[int, Decimal]:
    return dict(PriceIndex.objects.get(slug=slug).points.values_list("year", "value"))


def test_without_any_the_page_says_what_one_is_for_and_where_it_is_published(cast, visitor):
    page = text(visitor(cast.reporter).get(LIST))

    assert "Un millón de 2020 compraba más que uno de hoy." in page
    assert "https://www.dane.gov.co/" in page
    assert "Esto corresponde a quien tiene el papel" in page
    assert NEW not in page


def test_an_index_is_shown_before_it_is_kept(cast, visitor):
    client = visitor(cast.secretary)

    preview = client.post(NEW, written())

    assert "<h1>Se añaden 2 años</h1>" in text(preview)
    assert not PriceIndex.objects.exists()
    done = client.post(NEW, written(act="save", seen=seen(preview)))
    assert done.headers["Location"] == IPC
    assert series() == {2023: Decimal("137.72"), 2024: Decimal("144.88")}
    assert "De 2023 a 2024 los precios subieron 5,2 %" in text(client.get(IPC))


def test_what_was_typed_after_the_preview_is_shown_again_and_not_kept(cast, visitor):
    client = visitor(cast.secretary)
    preview = client.post(NEW, written())

    again = client.post(NEW, written("2023;137,72\n2024;155", act="save", seen=seen(preview)))

    assert again.status_code == 200
    assert ">155</td>" in text(again)
    assert not PriceIndex.objects.exists()


def test_what_somebody_else_kept_meanwhile_is_shown_before_it_is_replaced(cast, visitor):
    kept()
    client = visitor(cast.secretary)
    preview = client.post(CHANGE, written("2023;137,72\n2024;145"))
    kept(y2023="137.72", y2024="144.88", y2025="152")

    again = client.post(CHANGE, written("2023;137,72\n2024;145", act="save", seen=seen(preview)))

    assert "<h1>Cambia 1 año y se quita 1 año</h1>" in text(again)
    assert series()[2025] == 152


def test_the_form_starts_from_the_years_there_are_and_says_what_each_change_is(cast, visitor):
    kept()
    client = visitor(cast.secretary)

    assert "2023;137,72\n2024;144,88" in text(client.get(CHANGE))
    page = text(client.post(CHANGE, written("2024;145\n2025;152,3", name="IPC total")))

    assert "<h1>Se añade 1 año, cambia 1 año y se quita 1 año</h1>" in page
    rows = re.findall(r'rowheader">(.*?)</th>.*?>([^<]*)</td>.*?>([^<]*)</td>.*?<(?:b|span)[^>]*>(.*?)</', page)
    assert ("Nombre", "IPC", "IPC total", "cambia") in rows
    assert ("2023", "137,72", "—", "se quita") in rows
    assert ("2024", "144,88", "145", "cambia") in rows
    assert ("2025", "—", "152,3", "se añade") in rows


def test_what_would_change_nothing_says_so(cast, visitor):
    kept()

    page = text(visitor(cast.secretary).post(CHANGE, written(name="IPC", base="2018")))

    assert "Nada cambiaría: es lo que ya está guardado" in page


def test_a_file_takes_the_place_of_what_was_typed(cast, visitor):
    client = visitor(cast.secretary)
    sheet = SimpleUploadedFile("ipc.csv", "año;índice\n2024;144,88\n".encode("cp1252"))

    preview = client.post(NEW, written("2010;73,45", file=sheet))
    client.post(NEW, written("año;índice\n2024;144,88\n", act="save", seen=seen(preview)))

    assert series() == {2024: Decimal("144.88")}


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"points": ""}, "id_points", "Escriba al menos un año con su valor"),
        ({"points": "2024;mucho"}, "id_points", "Línea 1: «mucho» no es un valor del índice."),
        ({"points": "2024;1,1234567"}, "id_points", "seis decimales"),
        ({"name": ""}, "id_name", "Este campo es obligatorio"),
        ({"base": " "}, "id_base", "Este campo es obligatorio"),
        ({"source": ""}, "id_source", "Este campo es obligatorio"),
        ({"slug": "ipp"}, "id_slug", "Ya hay un índice «ipp»: ábralo para cambiarlo."),
        ({"file": SimpleUploadedFile("ipc.xlsx", b"PK\x03\x04\x00\x00")}, "id_file", "no es un texto"),
        ({"file": SimpleUploadedFile("ipc.csv", b"1" * 70_000)}, "id_file", "demasiado grande"),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_written(cast, visitor, given, field, words):
    kept("ipp")

    answer = visitor(cast.secretary).post(NEW, written(**given))

    assert answer.status_code == 422
    assert f'href="#{field}"' in text(answer)
    assert words in text(answer)
    assert "Guardar el índice" not in text(answer)
    assert PriceIndex.objects.count() == 1


def test_the_list_costs_the_same_with_one_index_and_with_three(cast, visitor):
    client = visitor(cast.secretary)
    kept()
    client.get(LIST)
    few = count_queries(lambda: client.get(LIST))
    kept("ipp")
    kept("icoced", y2019="100", y2021="110")

    assert count_queries(lambda: client.get(LIST)) == few
    assert "2019 – 2021; faltan 2020" in text(client.get(LIST))
