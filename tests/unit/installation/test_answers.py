"""What the command says when something outside it is wrong: what it is, and what to do."""

import pytest

from concierta.installation.cli.answers import answer_for, in_words
from concierta.kernel.errors import AlreadyLoaded, Refusal


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (FileExistsError(17, "File exists", "var"), "var es un archivo y se necesita una carpeta."),
        (PermissionError(13, "Permission denied", "var"), "no hay permiso para usar var."),
        (
            ImportError("Error loading psycopg2 or psycopg module"),
            "falta la pieza que habla con PostgreSQL: .venv/bin/pip install 'psycopg[binary]'.",
        ),
        (
            ValueError("file is not a database"),
            "db.sqlite3 está dañada o no es una base de datos: restaure la copia de seguridad de esa carpeta.",
        ),
        (KeyError("x"), "ocurrió un error inesperado (KeyError): 'x'"),
    ],
)
def test_a_problem_is_told_in_words(problem: Exception, words: str):
    assert in_words(problem) == words


@pytest.mark.parametrize(("refusal", "told"), [(AlreadyLoaded("Ya está."), True), (Refusal("No se puede."), False)])
def test_only_what_stands_in_the_place_of_other_data_names_the_option_that_replaces_them(refusal, told, capsys):
    assert answer_for(refusal) == 1
    assert ("--on-existing update" in capsys.readouterr().err) is told
