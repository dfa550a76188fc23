"""From a corte to the bytes of its pages, one task at a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.portal import assets
from concierta.web.portal.addresses import DJANGO_LANGUAGE, LANGUAGES, Address, either
from concierta.web.portal.agreements.standing import warning
from concierta.web.portal.corte import Corte
from concierta.web.portal.names import entity_name, localized_name, shortened
from concierta.web.portal.page import Link, Page, Task, Text
from concierta.web.portal.pages import all_tasks
from concierta.web.portal.portal import Portal

#: What `<html lang>` says.
HTML_LANGUAGE = {"es": "es-CO", "en": "en"}
NAME_OF_LANGUAGE = {"es": "Español", "en": "English"}

_IDLE = re.compile(r"\n\s+")


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page and depends on its address. `strip` says of when the page is, and where the newest is."""

    section: str
    title: str
    heading: Text
    description: str
    trail: list[Link]
    root: str
    corte: str
    data: str
    address: str
    menu: list[Link]
    more: list[Link]
    languages: list[dict[str, object]]
    strip: SafeString
    scripts: list[str]
    style: str


def _named(page: Page, text: str) -> Text:
    return in_spanish(text) if page.in_spanish else text


class Renderer:
    """Renders the pages of one corte; the order and the folders of its tasks are always the same."""

    def __init__(self, corte: Corte, tasks: list[Task] | None = None) -> None:
        self.corte = corte
        self.tasks = list(all_tasks(corte)) if tasks is None else tasks

    def pages(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[str, bytes]]:
        """``(path inside the corte, bytes)`` of some tasks in every language; `either` marks still unsettled."""
        for language in LANGUAGES:
            with override(DJANGO_LANGUAGE[language]):
                site = self._site(language)
                for task in self.tasks[start:stop]:
                    yield self._render(task, Address(language, task.folder), site)

    def _render(self, task: Task, at: Address, site: dict[str, Any]) -> tuple[str, bytes]:
        page = task.build(Portal(self.corte, at))
        frame = Frame(
            section=page.section,
            title=page.title,
            heading=page.heading or _named(page, page.title),
            description=page.description,
            trail=self._trail(page, at),
            root=at.root,
            corte=at.corte,
            data=at.data(self.corte.date),
            address=at.file.removesuffix("index.html"),
            menu=[
                replace(link, href=at.root + link.href, current=link.href.strip("/") == page.section)
                for link in site["menu"]
            ],
            more=[*(replace(link, href=at.root + link.href) for link in site["more"]), self._all_cortes(at)],
            languages=[
                {
                    "code": HTML_LANGUAGE[code],
                    "label": NAME_OF_LANGUAGE[code],
                    "href": at.in_language(code),
                    "current": code == at.language,
                }
                for code in LANGUAGES
            ],
            strip=self._strip(at),
            style=assets.clauses_stylesheet()[0] if page.shows_clauses else "",
            scripts=[assets.module_name(name) for name in page.scripts],
        )
        html = get_template(page.template).render({"site": site, "page": frame, **page.content})
        return at.file, _IDLE.sub("\n", html).encode()

    @staticmethod
    def _trail(page: Page, at: Address) -> list[Link]:
        if not at.folder:
            return []
        marked = page.heading if isinstance(page.heading, SafeString) else _named(page, shortened(page.title, 60))
        return [Link(gettext("Inicio"), at.root), *page.trail, Link(marked)]

    def _site(self, language: str) -> dict[str, object]:
        corte, plan = self.corte, self.corte.plan
        tiers = sorted(corte.tiers.values(), key=lambda tier: tier.depth)
        menu = [Link(gettext("Resumen"), "")]
        if tiers:
            first = tiers[0]
            label = (first.plural_en if language == "en" else "") or first.plural
            menu.append(Link(label, corte.tier_folders[first.tier]))
        menu += [
            Link(gettext("Proyectos"), "proyectos/"),
            Link(gettext("Indicadores"), "indicadores/"),
            Link(gettext("Entidades"), "entidades/"),
            Link(gettext("El acuerdo"), "compromisos/"),
            Link(gettext("Mesa"), "mesa/"),
            Link(gettext("Territorio"), "territorio/"),
            Link(gettext("Dinero"), "dinero/"),
            Link(gettext("Datos"), "datos/"),
            Link(gettext("Buscar"), "buscar/"),
        ]
        presenter = corte.entities.get(plan.presenter)
        licence, licence_href = corte.licence
        return {
            "html_lang": HTML_LANGUAGE[language],
            "plan_name": corte.plan_name(language),
            "plan_told": localized_name(corte.plan),
            "cut_off": corte.cut_off,
            "manifest": corte.manifest,
            "licence": licence,
            "licence_href": licence_href,
            "agreement": warning(corte),
            "demo": corte.is_demonstrative,
            "presenter": entity_name(presenter),
            "stylesheet": assets.stylesheet()[0],
            "script": assets.script_name(),
            "menu": menu,
            "more": [
                Link(gettext("Lo que va tarde"), "atrasos/"),
                Link(gettext("Cómo medimos"), "como-medimos/"),
                Link(gettext("Cambios desde el corte anterior"), "cambios/"),
                Link(gettext("Qué se verificó"), "verificacion/"),
                Link(gettext("Registro público"), "registro/"),
                Link(gettext("Datos personales"), "privacidad/"),
            ],
        }

    def _all_cortes(self, at: Address) -> Link:
        return Link(gettext("Todos los cortes"), f"{at.plan}{at.language_folder}cortes/")

    def _strip(self, at: Address) -> SafeString:
        date = formats.long_date(self.corte.cut_off)
        newest = f"{at.plan}{at.language_folder}"
        latest = format_html(
            "<b>{}</b> {}",
            gettext("Corte al %(date)s, el más reciente.") % {"date": date},
            gettext("Publicado el %(date)s.") % {"date": formats.long_date(self.corte.plan.published_at)},
        )
        frozen = format_html(
            '<b>{}</b> {} <a href="{}">{}</a>',
            gettext("Corte al %(date)s, congelado.") % {"date": date},
            gettext("Esta página no cambia."),
            mark_safe(newest),  # noqa: S308 - made of fixed folder names
            gettext("Ver el corte más reciente"),
        )
        # The frozen page lies two folders deeper: what `either` chose inside the link must be settled here.
        return mark_safe(either(latest, frozen.replace(either("", "../../"), "../../")))  # noqa: S308 - escaped above
