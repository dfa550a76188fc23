"""The witness's own page: for each log what it saw last, and since when nothing new came. Files on its own disk.

Written whenever something is cosigned, and every hour: what is late is late without anybody calling. Nothing of it is
asked of the log's own server at the moment of reading.
"""

import gettext
import json
import logging
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from concierta.engines.translog import LogProblem, Seen
from concierta.installation.log.sources import open_site
from concierta.installation.witness.cortes import CortesRead
from concierta.installation.witness.state import WitnessFolder
from concierta.kernel.clock import local_time
from concierta.kernel.errors import gettext_noop
from concierta.kernel.files import replace_file

_FORMAT = "concierta/witness-page@v1"
_STYLE = Path(__file__).with_name("testigo.css")
_CATALOGUES = Path(__file__).resolve().parents[2] / "locale"
#: File, language and name of each; the first is what a folder's address shows.
_PAGES = (("index.html", "es", "Español"), ("en.html", "en", "English"))
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")
_HOUR, _JSON = 3600, "testigo.json"

_TITLE = gettext_noop("Lo que vio el testigo %(name)s")
_ABOUT = gettext_noop(
    "Un testigo firma cada punto de control de un registro solo si continúa el anterior que vio. Esta página la "
    "escribe él, en su propio disco, sin el servidor de quien publica."
)
_WRITTEN = gettext_noop("Escrita el %(moment)s. Aquí «nuevo» es de los últimos %(days)s días.")
_NOTHING = gettext_noop("Nada visto todavía.")
_NO_NEW_CORTE = gettext_noop("Sin corte nuevo desde el %(day)s.")
_CORTE = gettext_noop("El último corte se publicó el %(day)s.")
_NEVER = gettext_noop("El registro no tiene ningún corte.")
_NOT_GROWN = gettext_noop("El registro no crece desde el %(day)s.")
_GROWN = gettext_noop("El registro creció el %(day)s.")
_UNREAD = gettext_noop("Solo se pudieron leer sus primeros %(read)s actos: un corte posterior no se vería aquí.")
_TWO_HISTORIES = gettext_noop("Un registro firmó dos historias: la prueba está en los datos.")
_LABELS = {
    "size": gettext_noop("Actos en el último punto de control"),
    "seen_at": gettext_noop("Visto por última vez"),
    "grew_at": gettext_noop("Visto crecer por última vez"),
    "corte": gettext_noop("Último corte: plan y fecha de corte"),
    "root": gettext_noop("Raíz"),
}
_DATA, _KEY = gettext_noop("Los datos, con los puntos de control firmados"), gettext_noop("Clave del testigo")

#: A sentence of ours and what it quotes.
_Words = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class _Log:
    """What is told of one log, and what is said of it; `late` makes the first sentence a warning."""

    told: dict[str, Any]
    says: tuple[_Words, ...]
    late: bool = False


class WitnessPage:
    """`sites` are addresses, or folders, where the logs are published: read to know their cortes, never believed.

    What is older than `days` is not new. `clock` gives POSIX seconds.
    """

    def __init__(
        self,
        out: Path,
        *,
        folder: WitnessFolder,
        origins: Iterable[str],
        sites: Iterable[str],
        days: int,
        clock: Callable[[], int],
    ) -> None:
        self._out, self._folder, self._days, self._clock = out, folder, days, clock
        self._origins, self._sites = sorted(set(origins)), list(sites)
        self._changed = threading.Event()

    def changed(self) -> None:
        """Write it anew, soon, in the thread that keeps it."""
        self._changed.set()

    def keep(self) -> None:
        """Write it for as long as the witness runs; what fails once is tried again in an hour."""
        while True:
            try:
                self.write()
            except Exception:
                logging.getLogger(__name__).exception("the page was not written")
            self._changed.wait(_HOUR)
            self._changed.clear()

    def write(self) -> None:
        moment = datetime.fromtimestamp(self._clock(), UTC)
        logs = [self._log(origin, moment) for origin in self._origins]
        data = {
            "format": _FORMAT,
            "written_at": local_time(moment).isoformat(),
            "witness": str(self._folder.key.verifier),
            "days": self._days,
            "logs": [log.told | {"late": log.late, "says": [words % told for words, told in log.says]} for log in logs],
            "evidence": [json.loads(text) for text in self._folder.evidence()],
        }
        self._out.mkdir(parents=True, exist_ok=True)
        replace_file(self._out / _STYLE.name, _STYLE.read_bytes(), durable=False)
        written = json.dumps(data, ensure_ascii=False, indent=2).encode()
        replace_file(self._out / _JSON, written, durable=False)
        for file, language, _ in _PAGES:
            replace_file(self._out / file, self._page(data, logs, language).encode(), durable=False)

    def _log(self, origin: str, moment: datetime) -> _Log:
        seen, grew_at = self._folder.seen(origin), self._folder.grew_at(origin)
        if seen is None or grew_at is None:
            return _Log({"origin": origin}, ((_NOTHING, {}),))
        known = self._cortes(origin, seen)
        # What the log says of itself is not later than what was seen of it.
        since, corte = datetime.fromtimestamp(grew_at, UTC), known.newest if known else None
        if corte:
            since = min(since, datetime.fromisoformat(corte.at))
        late = moment - since > timedelta(days=self._days)
        words = (_NO_NEW_CORTE if late else _CORTE) if corte else (_NOT_GROWN if late else _GROWN)
        says: list[_Words] = [(words, {"day": f"{local_time(since):%Y-%m-%d}"})]
        if known and known.size < seen.size:
            says.append((_UNREAD, {"read": known.size}))
        elif known and corte is None:
            says.append((_NEVER, {}))
        told = {
            "origin": origin,
            "size": seen.size,
            "root": seen.root.hex(),
            "checkpoint": seen.note,
            "seen_at": _told(self._folder.seen_at(seen)),
            "grew_at": _told(grew_at),
            "corte": f"{corte.plan} {corte.cut_off}" if corte else None,
        }
        return _Log(told, tuple(says), late)

    def _cortes(self, origin: str, seen: Seen) -> CortesRead | None:
        """What is known of the cortes of a log; None where no site was named. What cannot be read now is read later."""
        path = self._folder.cortes_path(origin)
        known = CortesRead.load(path)
        for place in self._sites:
            try:
                found = known.read_on(open_site(place), seen)
            except (OSError, LogProblem):
                continue
            found.keep(path)
            return found
        return known if self._sites else None

    def _page(self, data: dict[str, Any], logs: list[_Log], language: str) -> str:
        words = gettext.translation("django", _CATALOGUES, [language], fallback=True).gettext

        def say(sentence: str, told: dict[str, Any] | None = None) -> str:
            return escape(words(sentence) % told if told else words(sentence))

        title = say(_TITLE, {"name": self._folder.key.name})
        written = say(_WRITTEN, {"moment": _shown(data["written_at"]), "days": self._days})
        others = [one for one in _PAGES if one[1] != language]
        lines = [
            f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{_STYLE.name}">
</head>
<body>
<header>""",
            *(f'<p><a href="{file}" lang="{code}" hreflang="{code}">{name}</a></p>' for file, code, name in others),
            f"<h1>{title}</h1>\n<p>{say(_ABOUT)}</p>\n</header>\n<main>",
        ]
        if data["evidence"]:
            lines.append(f'<p class="late">{say(_TWO_HISTORIES)}</p>')
        for log in logs:
            first, *more = (say(*one) for one in log.says)
            lines.append(f"<section>\n<h2>{escape(log.told['origin'])}</h2>")
            lines.append(f'<p class="late">{first}</p>' if log.late else f"<p>{first}</p>")
            lines += [f"<p>{one}</p>" for one in more]
            rows = [(say(label), _shown(log.told[name])) for name, label in _LABELS.items() if log.told.get(name)]
            if rows:
                lines += ["<dl>", *(f"<dt>{label}</dt><dd>{told}</dd>" for label, told in rows), "</dl>"]
            lines.append("</section>")
        lines.append(
            f"""</main>
<footer>
<p>{written}</p>
<p><a href="{_JSON}">{say(_DATA)}</a></p>
<p>{say(_KEY)}: <code>{escape(data["witness"])}</code></p>
</footer>
</body>
</html>
"""
        )
        return "\n".join(lines)


def _told(timestamp: int) -> str:
    return local_time(datetime.fromtimestamp(timestamp, UTC)).isoformat()


def _shown(value: object) -> str:
    """For people: a moment is a day, and then an hour."""
    text = escape(str(value))
    return text.replace("T", " ") if _MOMENT.match(text) else text
