"""The root of an installation with several plans: the list of them, and of the cortes that stay at the old address."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.template.loader import get_template
from django.utils.translation import gettext, override

from concierta.publishing.queries import Package
from concierta.web.portal import assets
from concierta.web.portal.addresses import DJANGO_LANGUAGE, LANGUAGES, Address
from concierta.web.portal.corte import Corte
from concierta.web.portal.layout import Layout, PlanFolder
from concierta.web.portal.render import HTML_LANGUAGE, NAME_OF_LANGUAGE
from concierta.web.portal.writing import Written, write_if_changed


@dataclass(frozen=True, slots=True)
class PlanLine:
    name: str
    href: str
    cut_off: date
    verified: Decimal | None
    expected: Decimal | None


def write_root(site: Path, layout: Layout, first: PlanFolder) -> list[Written]:
    """`first` is the plan that once was the root: its frozen cortes are still listed where they always were."""
    files = [write_if_changed(site, path, content) for path, content in assets.assets().items()]
    for language in LANGUAGES:
        at = Address(language, "")
        with override(DJANGO_LANGUAGE[language]):
            title = gettext("Planes de empleo")
            lines = [_line(plan.latest, f"{at.corte}{plan.folder}", language) for plan in layout.plans]
            files.append(write_if_changed(site, at.file, _page(at, title, lines)))
            at = Address(language, "cortes/")
            title = gettext("Todos los cortes")
            lines = [
                _line(package, f"{at.corte}cortes/{package.cut_off.isoformat()}/", language)
                for package in reversed(first.packages)
            ]
            files.append(write_if_changed(site, at.file, _page(at, title, lines)))
    return files


def _line(package: Package, folder: str, language: str) -> PlanLine:
    corte = Corte(package)
    achievement = corte.plan_achievement
    return PlanLine(
        name=corte.plan_name(language),
        href=folder if language == "es" else f"{folder}{language}/",
        cut_off=corte.cut_off,
        verified=achievement.verified_year,
        expected=achievement.expected_year,
    )


def _page(at: Address, title: str, lines: list[PlanLine]) -> bytes:
    context = {
        "html_lang": HTML_LANGUAGE[at.language],
        "root": at.root,
        "up": at.corte,
        "title": title,
        "stylesheet": assets.stylesheet()[0],
        "lines": lines,
        "languages": [
            {
                "code": HTML_LANGUAGE[code],
                "label": NAME_OF_LANGUAGE[code],
                "href": at.in_language(code),
                "current": code == at.language,
            }
            for code in LANGUAGES
        ],
    }
    return get_template("portal/plans.html").render(context).encode()
