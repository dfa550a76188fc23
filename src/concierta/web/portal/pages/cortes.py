"""The list of every corte of a plan. It lives beside the cortes, not inside one: it grows with each publication."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext, ngettext

from concierta.publishing.queries import Package
from concierta.web.kit import formats
from concierta.web.portal.page import Page, Task
from concierta.web.portal.portal import Portal

FOLDER = "cortes/"


@dataclass(frozen=True, slots=True)
class CorteLine:
    date: str
    href: str
    period: str
    published: str
    verified: str
    expected: str
    manifest: str


def list_task(packages: Sequence[Package]) -> Task:
    return Task(FOLDER, partial(_cortes_page, packages))


def _cortes_page(packages: Sequence[Package], portal: Portal) -> Page:
    lines = []
    for package in sorted(packages, key=lambda package: package.cut_off, reverse=True):
        date = package.cut_off.isoformat()
        achievement = package.by_key("achievement")["plan", package.the_plan.plan]
        lines.append(
            CorteLine(
                date=formats.long_date(package.cut_off),
                href=f"{portal.at.corte}cortes/{date}/{portal.at.language_folder}",
                period=formats.period(package.the_plan.period),
                published=formats.long_date(package.published_at),
                verified=formats.percent(achievement.verified_year),
                expected=formats.percent(achievement.expected_year),
                manifest=package.manifest_sha256,
            )
        )
    return Page(
        template="portal/cortes.html",
        section="cortes",
        title=gettext("Todos los cortes"),
        heading=ngettext(
            "Hay %(n)s corte publicado, al %(date)s",
            "Hay %(n)s cortes publicados; el más reciente, al %(date)s",
            len(lines),
        )
        % {"n": formats.number(len(lines)), "date": lines[0].date},
        description=gettext("Cada corte publicado del plan, congelado con sus páginas, sus datos y su huella."),
        content={
            "lines": lines,
        },
    )
