"""Publishing a corte, and watching it being made."""

import json
import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connections
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, Refusal, gettext_noop
from concierta.kernel.files import private_folder, replace_file
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.plans.queries import past_periods, plan_by_slug, plans_of
from concierta.publishing.permissions import can_freeze_corte, check_can_freeze_corte
from concierta.publishing.queries import achievement
from concierta.publishing.queries.cortes import cortes_of, published_tally
from concierta.publishing.queries.measuring.facts import Tally
from concierta.verification.permissions import can_publish, check_can_publish
from concierta.verification.queries import publishable_reports
from concierta.web.kit import marks
from concierta.web.kit.formats import long_date, number, short_date
from concierta.web.workspace.acts import why_not
from concierta.web.workspace.plans.rows import picture_of_tally
from concierta.web.workspace.shell import SignedInRequest, in_language, page
from concierta.web.workspace.steering.views import chosen

if TYPE_CHECKING:
    from concierta.people.models import User
    from concierta.plans.models import Plan, ReportingPeriod
    from concierta.publishing.models import Corte

log = logging.getLogger(__name__)

RUNNING, DONE, FAILED = "running", "done", "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """`share` is done pages of all, 0 to 100; `sentence` says why it failed, or what is missing."""

    state: str
    share: int = 0
    sentence: str = ""
    process: int = 0


def start(*, plan: "Plan", cut_off: date, by: "User") -> None:
    """Begin publishing, unless that very corte is being published already."""
    if (progress := progress_of(plan.slug, cut_off)) and progress.state == RUNNING:
        return
    _tell(plan.slug, cut_off, Progress(RUNNING, process=os.getpid()))
    language = get_language() or settings.LANGUAGE_CODE
    run_apart(lambda: _publish(plan, cut_off, by, language))


def progress_of(slug: str, cut_off: date) -> Progress | None:
    """How far it is; None when nobody began. A process that died half way is a failure, not an endless wait."""
    path = _path(slug, cut_off)
    if not path.exists():
        return None
    progress = Progress(**json.loads(path.read_text()))
    if progress.state == RUNNING and not _is_alive(progress.process):
        return Progress(
            FAILED, progress.share, gettext("La publicación se interrumpió. Vuelva a publicar: sigue donde iba.")
        )
    return progress


def run_apart(work: Callable[[], None]) -> None:
    def work_and_close() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threading.Thread(target=work_and_close, daemon=True).start()


def _publish(plan: "Plan", cut_off: date, by: "User", language: str) -> None:
    publish = import_string(settings.PUBLISHER)

    def hear(done: int, total: int, _corte: str) -> None:
        _tell(plan.slug, cut_off, Progress(RUNNING, 100 * done // max(total, 1), process=os.getpid()))

    try:
        result = publish(plan=plan, cut_off=cut_off, by=by, at=now(), progress=hear)
    except Refusal as refusal:  # nobody waits for an answer here: whoever watches reads it
        with override(language):
            _tell(plan.slug, cut_off, Progress(FAILED, sentence=refusal.render(gettext)))
    except Exception:
        log.exception("publishing %s %s", plan.slug, cut_off)
        with override(language):
            sentence = gettext("Algo falló de nuestro lado. El detalle quedó en el registro de la instalación.")
        _tell(plan.slug, cut_off, Progress(FAILED, sentence=sentence))
    else:
        with override(language):
            _tell(plan.slug, cut_off, Progress(DONE, 100, _missing(getattr(result, "unprinted", ()))))


def _missing(unprinted: Sequence[str]) -> str:
    """A sentence with the documents that the corte was published without; empty when none is missing."""
    if not unprinted:
        return ""
    words = gettext("Se publicó sin estos documentos, que no se pudieron imprimir: %(files)s. Sus páginas lo dicen.")
    return words % {"files": ", ".join(unprinted)}


def _tell(slug: str, cut_off: date, progress: Progress) -> None:
    content = json.dumps(asdict(progress), ensure_ascii=False)
    # How far it is: written at every page, and of no use after a crash.
    replace_file(_path(slug, cut_off), content.encode(), mode=0o600, durable=False)


def _path(slug: str, cut_off: date) -> Path:
    return private_folder(Path(settings.HOME) / "publishing") / f"{slug}-{cut_off.isoformat()}.json"


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def choice_of(period: "ReportingPeriod", corte: "Corte | None", current: bool) -> dict[str, object]:
    if corte is None:
        state = gettext("sin publicar")
    else:
        state = gettext("publicado el %(date)s") % {"date": short_date(corte.published_at)}
    return {
        "label": long_date(period.cut_off),
        "state": state,
        "published": corte is not None,
        "href": f"?{urlencode({'plan': period.plan.slug, 'corte': period.cut_off.isoformat()})}",
        "current": current,
    }


def summary_of_corte(tally: Tally, new: int) -> dict[str, object]:
    """How many indicators stand in each of the six states; none is left out of the sum."""
    return {
        "tally": tally,
        "picture": picture_of_tally("corte", tally),
        "states": [(state, number(tally.counts.get(state, 0))) for state in marks.STATE_WORDS],
        "programmed": number(tally.programmed),
        "new": new,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    plans = [plan for plan in plans_of(request.user) if can_publish(request.user, plan)]
    asked = request.POST if request.method == "POST" else request.GET
    plan = chosen(plans, asked.get("plan", ""), lambda one: one.slug)
    periods = past_periods(request.user, plan, today()) if plan else []
    period = chosen(periods, asked.get("corte", ""), lambda one: one.cut_off.isoformat())
    if request.method == "POST":
        if plan is None or period is None:
            raise NotFound(gettext_noop("No hay tal corte para publicar."))
        check_can_freeze_corte(request.user, plan, period.cut_off, now())
        start(plan=plan, cut_off=period.cut_off, by=request.user)
        return redirect("publication", plan.slug, period.cut_off.isoformat())
    published = {corte.cut_off: corte for corte in cortes_of(request.user, plan)} if plan else {}
    context: dict[str, object] = {
        "plans": [(one.slug, in_language(one, "name")) for one in plans],
        "plan": plan,
        "choices": [choice_of(one, published.get(one.cut_off), one == period) for one in periods],
        "period": period,
        "corte": published.get(period.cut_off) if period else None,
    }
    if plan is not None and period is not None:
        verdict = can_freeze_corte(request.user, plan, period.cut_off, now())
        corte = published.get(period.cut_off)
        measured = published_tally(request.user, corte) if corte else achievement(plan, period.cut_off).plan
        context |= summary_of_corte(measured, publishable_reports(plan, period.cut_off).count())
        context["blocked"] = why_not(verdict)
    return page(request, "publishing/publish.html", context)


@require_safe
def publication_progress(request: SignedInRequest, slug: str, cut_off: str) -> HttpResponse:
    """How far it is. A partial request asks again every second until it is done."""
    plan = plan_by_slug(request.user, slug)
    check_can_publish(request.user, plan)
    try:
        day = date.fromisoformat(cut_off)
    except ValueError:
        raise NotFound(gettext_noop("No hay tal corte.")) from None
    progress = progress_of(slug, day)
    if progress is None:
        raise NotFound(gettext_noop("Nadie ha publicado ese corte desde aquí."))
    name = "publishing/progress.html" + ("#progress" if request.htmx else "")
    return page(request, name, {"plan": plan, "cut_off": day, "progress": progress})
