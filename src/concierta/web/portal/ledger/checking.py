"""What is checked of the log, step by step; `check_texts.html` has what is said of each: our scripts have no words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import mark_safe
from django.utils.translation import gettext, gettext_noop

from concierta.web.portal.page import Link
from concierta.web.portal.portal import Portal


@dataclass(frozen=True, slots=True)
class Step:
    """`code` is how the script calls it; `meaning` is read without a script too."""

    code: str
    title: str
    meaning: str


LOG_STEPS = (
    Step(
        "checkpoint",
        gettext_noop("Leer el punto de control"),
        gettext_noop("Una nota corta: cuántos actos tiene el registro y una huella, la raíz, que los resume a todos."),
    ),
    Step(
        "signature",
        gettext_noop("Comprobar la firma"),
        gettext_noop("Solo quien guarda la clave del registro pudo firmar esa nota (Ed25519)."),
    ),
)
LAST_STEPS = (
    Step(
        "last",
        gettext_noop("Ver cuál es el último acto"),
        gettext_noop("Lo más reciente que se escribió, con su camino hasta la raíz firmada."),
    ),
)
FIGURE_STEPS = (
    Step(
        "leaf",
        gettext_noop("Encontrar el acto y calcular su huella"),
        gettext_noop("Se baja el acto tal como se escribió y se calcula su huella. Debe ser la que la página anuncia."),
    ),
    Step(
        "inclusion",
        gettext_noop("Subir hasta la raíz"),
        gettext_noop("Con unas pocas huellas vecinas se llega del acto a la raíz firmada; si algo cambió, no."),
    ),
    Step(
        "figure",
        gettext_noop("Comparar lo que dice el acto con lo que dice la página"),
        gettext_noop("Renglón por renglón, a la vista."),
    ),
)
MEMORY_STEPS = (
    Step(
        "memory",
        gettext_noop("Comparar con su visita anterior"),
        gettext_noop("Lo que este navegador vio debe ser el comienzo de lo que ve hoy. Se guarda solo en su equipo."),
    ),
    Step(
        "witnesses",
        gettext_noop("Buscar testigos"),
        gettext_noop("Entidades ajenas que firmaron haber visto este mismo punto de control, y cuándo."),
    ),
)


def steps_in_words(*parts: Sequence[Step]) -> list[Step]:
    """The steps of all the parts, in the active language."""
    return [Step(step.code, gettext(step.title), gettext(step.meaning)) for steps in parts for step in steps]


def log_files(portal: Portal) -> list[Link]:
    """The files of the log that have a fixed name; they lie beside the site's pages, not in the corte."""
    names = ("checkpoint", "vkey", "witnesses")
    return [Link(f"log/{name}", mark_safe(portal.at.log + name)) for name in names]  # noqa: S308 - made of fixed names
