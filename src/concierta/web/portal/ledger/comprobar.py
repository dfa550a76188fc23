"""The page where a reader's own browser proves that a figure is in the public log, and the links that lead to it.

The page is the same for every figure: the link carries, after the «#», which act of the log to look for and what the
page that it comes from says. What comes after «#» never leaves the browser.
"""

import hashlib
from urllib.parse import urlencode

from django.utils.translation import gettext

from concierta.kernel.decimals import plain
from concierta.kernel.seals import seal
from concierta.web.portal import words
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.ledger.checking import FIGURE_STEPS, LOG_STEPS, MEMORY_STEPS, log_files, steps_in_words
from concierta.web.portal.page import Link, Page, Task
from concierta.web.portal.portal import Portal

FOLDER = "comprobar/"


def tasks(corte: Corte) -> list[Task]:
    return [Task(FOLDER, _check_page)]


def figure_link(portal: Portal, report: Row) -> str:
    """To the proof of a reported figure; empty where the package does not name its act, as before there was a log."""
    if report.event_index is None:
        return ""
    # The log keeps a seal of what the verifier wrote or, until somebody verified, of what the entity wrote.
    name, words = ("note", report.reason) if report.outcome else ("narrative", report.narrative)
    opening = portal.corte.package.by_key("openings").get((report.event_index, name))
    return _link(
        portal,
        acto=str(report.event_index),
        hoja=report.event_leaf_hash,
        plan=portal.corte.plan.plan,
        reporte=report.report,
        reportado=plain(report.reported_value) or "",
        resultado=report.outcome,
        verificado=plain(report.verified_value) or "",
        texto=_sealed(words, opening.salt if opening else "") if words else "",
        archivo=report.source_file,
    )


def _sealed(words: str, salt: str) -> str:
    """As the act keeps them; without a salt, as acts kept them before they were sealed."""
    return seal(bytes.fromhex(salt), words) if salt else hashlib.sha256(words.encode()).hexdigest()


def act_link(portal: Portal, index: int, leaf_hash: str) -> str:
    """To the proof of any act of the log."""
    return _link(portal, acto=str(index), hoja=leaf_hash)


def _link(portal: Portal, **claim: str) -> str:
    return portal.to(f"{FOLDER}#{urlencode({name: value for name, value in claim.items() if value})}")


def _check_page(portal: Portal) -> Page:
    return Page(
        template="portal/check.html",
        section="registro",
        title=gettext("Compruebe una cifra usted mismo"),
        description=gettext(
            "Su navegador rehace las cuentas del registro público y le dice si una cifra está en él y si dice lo mismo."
        ),
        trail=[Link(gettext("Registro público"), portal.to("registro/"))],
        scripts=("comprobar",),
        content={
            "log": portal.at.log,
            "acts": words.events(row.kind for row in portal.corte.table("changes")),
            "files": log_files(portal),
            "steps": steps_in_words(LOG_STEPS, FIGURE_STEPS, MEMORY_STEPS),
        },
    )
