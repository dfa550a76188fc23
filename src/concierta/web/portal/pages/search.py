"""Searching the corte: an index that the reader's own browser looks through, and the lists where there is no script."""

import json
from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from concierta.web.portal import names
from concierta.web.portal.addresses import DJANGO_LANGUAGE, LANGUAGES, Address
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.page import Link, Page, Task
from concierta.web.portal.portal import Portal

FOLDER = "buscar/"
INDEX = "indice.json"

#: Kind, code, words, folder inside the language, and whether the words are Spanish on every page.
Entry = tuple[str, str, str, str, int]


def tasks(corte: Corte) -> list[Task]:
    return [Task(FOLDER, _search_page)]


def _search_page(portal: Portal) -> Page:
    return Page(
        template="portal/search.html",
        section="buscar",
        title=gettext("Buscar"),
        heading=gettext("Busque un proyecto, un indicador, una entidad o lo que alguien prometió"),
        description=gettext("Busque en este corte por nombre o por código. Lo que escribe no sale de su navegador."),
        scripts=["buscar"],
        content={
            "index": INDEX,
            "kinds": kinds(),
            "lists": [Link(name, portal.to(folder)) for folder, name in _lists()],
        },
    )


def kinds() -> list[tuple[str, str]]:
    """In the order in which what is found is told."""
    return [
        ("entity", gettext("Entidad")),
        ("project", gettext("Proyecto")),
        ("indicator", gettext("Indicador")),
        ("clause", gettext("Compromiso")),
        ("pledge", gettext("Promesa")),
    ]


def _lists() -> list[tuple[str, str]]:
    return [
        ("entidades/", gettext("Entidades")),
        ("proyectos/", gettext("Proyectos")),
        ("indicadores/", gettext("Indicadores")),
        ("compromisos/", gettext("El acuerdo")),
    ]


def index_files(corte: Corte) -> dict[str, bytes]:
    """Path inside the corte → bytes: one index per language, beside the page that reads it."""
    files = {}
    for language in LANGUAGES:
        with override(DJANGO_LANGUAGE[language]):
            entries = json.dumps(list(_entries(corte)), ensure_ascii=False, separators=(",", ":"))
        files[Address(language, FOLDER).file.replace("index.html", INDEX)] = entries.encode()
    return files


def _entries(corte: Corte) -> Iterator[Entry]:
    for entity in corte.entities.values():
        known_by = entity.acronym if entity.acronym.casefold() not in entity.name.casefold() else ""
        name = f"{entity.name} ({known_by})" if known_by else entity.name
        yield "entity", "", name, corte.entity_folder(entity.entity), 1
    for project in corte.projects.values():
        yield _entry("project", project, project.project, corte.project_folder(project.project))
    for indicator in corte.indicators.values():
        yield _entry("indicator", indicator, indicator.indicator, corte.indicator_folder(indicator.indicator))
    for clause in corte.table("clauses"):
        yield _entry("clause", clause, clause.clause, corte.clause_folder(clause.clause), "title")
    for pledge in corte.pledges.values():
        yield _entry("pledge", pledge, pledge.code, corte.pledge_folder(pledge.pledge), "text")


def _entry(kind: str, record: Row, code: str, folder: str, field: str = "name") -> Entry:
    """Names are whole: what a list cuts short can still be found."""
    spanish = isinstance(names.localized_name(record, field), SafeString)
    return kind, code, names.name_of(record, field), folder, int(spanish)
