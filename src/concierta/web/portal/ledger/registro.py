"""The public log in plain words: what it is, how to check it with anybody's tool, and what it does not prove."""

from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from concierta.web.portal import words
from concierta.web.portal.addresses import LOSSES
from concierta.web.portal.corte import Corte
from concierta.web.portal.ledger.checking import LAST_STEPS, LOG_STEPS, MEMORY_STEPS, log_files, steps_in_words
from concierta.web.portal.page import Page, Task
from concierta.web.portal.portal import Portal

FOLDER = "registro/"


def tasks(corte: Corte) -> list[Task]:
    return [Task(FOLDER, _log_page)]


def _log_page(portal: Portal) -> Page:
    corte = portal.corte
    address = gettext("DIRECCIÓN")
    key = gettext("CLAVE")
    seen, proof = gettext("visto"), gettext("prueba")
    number = gettext("ACTO")
    figure = _example(corte)
    return Page(
        template="portal/log.html",
        section="registro",
        title=gettext("Un registro que nadie reescribe en silencio"),
        description=gettext(
            "El registro público del plan: su último punto de control, quién lo vio, cómo comprobarlo con una "
            "herramienta propia o ajena, y qué no prueba."
        ),
        # The checkpoint changes with every act and a page never does: the browser reads it, or the reader does.
        scripts=("comprobar",),
        content={
            "log": portal.at.log,
            "losses": LOSSES[portal.at.language],
            "acts": words.events(row.kind for row in corte.table("changes")),
            "files": log_files(portal),
            "steps": steps_in_words(LOG_STEPS, LAST_STEPS, MEMORY_STEPS),
            "manifest_href": mark_safe(portal.at.data(corte.date) + "manifest.json"),  # noqa: S308 - made of fixed names
            "ours": [
                f"concierta log verify {address} --vkey {key} --keep {seen}.json",
                f"concierta log prove {figure} --site {address} --out {proof}.json",
                f"concierta log verify-proof {proof}.json --vkey {key}",
            ],
            "theirs": [
                "pip install tlog-scales",
                f"tlog-tiles get-leaf --check {address}/log {number}",
            ],
            "formats": [
                ("RFC 6962, RFC 9162 §2.1", gettext("las huellas y las pruebas")),
                ("c2sp.org/tlog-tiles", gettext("las piezas y los actos: log/tile/…")),
                ("c2sp.org/tlog-checkpoint", gettext("el punto de control: log/checkpoint")),
                ("c2sp.org/signed-note", gettext("la firma y la clave: log/vkey")),
                ("c2sp.org/tlog-cosignature", gettext("las firmas de los testigos: log/witnesses dice quiénes")),
                ("c2sp.org/tlog-proof", gettext("la prueba de cada acto en un archivo de prueba")),
            ],
        },
    )


def _example(corte: Corte) -> str:
    """A figure as the tool names it, `plan/indicator/period`: the first one that the log has."""
    for report in corte.table("reports"):
        if report.event_index is not None and report.stands:
            return f"{corte.plan.plan}/{report.indicator}/{report.period}"
    return "/".join((corte.plan.plan, gettext("INDICADOR"), gettext("PERIODO")))
