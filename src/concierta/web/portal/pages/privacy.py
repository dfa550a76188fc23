"""Personal data: none in the site, and what a visit leaves. Made of words alone, the same for every package."""

from django.utils.translation import gettext

from concierta.web.portal.corte import Corte
from concierta.web.portal.page import Page, Task
from concierta.web.portal.portal import Portal

FOLDER = "privacidad/"


def tasks(corte: Corte) -> list[Task]:
    return [Task(FOLDER, _privacy_page)]


def _privacy_page(portal: Portal) -> Page:
    return Page(
        template="portal/privacy.html",
        section="privacidad",
        title=gettext("Datos personales"),
        description=gettext("Este sitio no publica datos de personas ni sigue a quien lo lee. Cómo pedir los suyos."),
        content={},
    )
