"""The search of the database, which is the one of `kernel.folding`, on SQLite and on PostgreSQL."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concierta.kernel.folding import folded
from concierta.people.models import Entity

SPANISH = "aeiounáéíóúüñAEIOUNÁÉÍÓÚÜÑ %_\\'"


@pytest.fixture
def names(db: None) -> list[str]:
    found = [
        "Gestión de ÁREAS rurales",
        "Niñez y compañía",
        unicodedata.normalize("NFD", "Educación"),
        "100 % real",
        "",
    ]
    for place, name in enumerate(found):
        Entity.objects.create(code=f"e{place}", name=name)
    return found


@pytest.mark.parametrize(
    ("word", "place"),
    [
        *(("gestion", 0), ("GESTIÓN", 0), ("áreas", 0), ("areas", 0), ("ninez", 1), ("NIÑEZ", 1), ("compania", 1)),
        *(("educacion", 2), ("educación", 2), (unicodedata.normalize("NFD", "EDUCACIÓN"), 2), ("100 %", 3)),
    ],
)
def test_accents_and_capitals_never_matter_in_the_database(names: list[str], word: str, place: int) -> None:
    assert [one.name for one in Entity.objects.filter(name__says=word)] == [names[place]]


@pytest.mark.parametrize("word", ["%", "_", "\\"])
def test_nothing_in_a_word_stands_for_anything_else(names: list[str], word: str) -> None:
    assert [one.name for one in Entity.objects.filter(name__says=word)] == [name for name in names if word in name]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(text=st.text(SPANISH, max_size=12), word=st.text(SPANISH, max_size=3))
def test_the_database_finds_what_the_kernel_finds(db: None, text: str, word: str) -> None:
    entity = Entity.objects.update_or_create(code="p", defaults={"name": text})[0]
    assert Entity.objects.filter(pk=entity.pk, name__says=word).exists() == (folded(word) in folded(text))
