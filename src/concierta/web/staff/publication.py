"""Publishing from the workspace: a corte takes up to a minute, so it runs apart and its progress is a small file.

The workspace does not know the portal: what publishes is named by `settings.PUBLISHER`.
"""

import json
import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext, override

from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.kernel.files import private_folder, replace_file

log = logging.getLogger(__name__)

RUNNING, DONE, FAILED = "running", "done", "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """`share` is done pages of all, 0 to 100; `sentence` says why it failed, or what is missing."""

    state: str
    share: int = 0
    sentence: str = ""
    process: int = 0


def start(*, plan: Any, cut_off: date, by: Any) -> None:
    """Begin publishing, unless that very corte is being published already."""
    if (found := progress_of(plan.slug, cut_off)) and found.state == RUNNING:
        return
    _tell(plan.slug, cut_off, Progress(RUNNING, process=os.getpid()))
    language = get_language() or settings.LANGUAGE_CODE
    run_apart(lambda: _publish(plan, cut_off, by, language))


def progress_of(slug: str, cut_off: date) -> Progress | None:
    """How far it is; None when nobody began. A process that died half way is a failure, not an endless wait."""
    path = _path(slug, cut_off)
    if not path.exists():
        return None
    found = Progress(**json.loads(path.read_text()))
    if found.state == RUNNING and not _is_alive(found.process):
        return Progress(
            FAILED, found.share, gettext("La publicación se interrumpió. Vuelva a publicar: sigue donde iba.")
        )
    return found


def run_apart(work: Callable[[], None]) -> None:
    def work_and_close() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threading.Thread(target=work_and_close, daemon=True).start()


def _publish(plan: Any, cut_off: date, by: Any, language: str) -> None:
    publish = import_string(settings.PUBLISHER)

    def hear(done: int, total: int, _corte: str) -> None:
        _tell(plan.slug, cut_off, Progress(RUNNING, 100 * done // max(total, 1), process=os.getpid()))

    try:
        result = publish(plan=plan, cut_off=cut_off, by=by, at=now(), progress=hear)
    except Refusal as refusal:
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
    """What the corte was published without; empty when nothing is missing."""
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
