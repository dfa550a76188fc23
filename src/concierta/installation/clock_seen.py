"""A clock that jumped: the machine's time held against the last act and the last time that this program looked."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from concierta.kernel.clock import local_time, now
from concierta.kernel.files import replace_file
from concierta.ledger.operations.record import CLOCK_DIFFERENCE
from concierta.ledger.queries import last_act_at

#: An installation that nobody looked at for longer than this is told [D]; with «concierta check» every night, none is.
FORWARD = timedelta(days=60)


def clock_problems() -> list[str]:
    """What is odd about the clock, in sentences."""
    moment, problems = now(), []
    last, seen = last_act_at(), _last_seen()
    if last is not None and moment < last - CLOCK_DIFFERENCE:
        problems.append(
            f"El reloj dice {_shown(moment)} y el último acto es del {_shown(last)}: hasta que se corrija no se "
            "registra ningún acto. Si el que estaba mal era el de antes: «concierta log accept-clock»."
        )
    elif seen is not None and moment < seen - CLOCK_DIFFERENCE:
        problems.append(f"El reloj dice {_shown(moment)} y antes dijo {_shown(seen)}: retrocedió. Corríjalo.")
    elif seen is not None and moment > seen + FORWARD:
        problems.append(
            f"El reloj dice {_shown(moment)}; la vez anterior que se miró, {_shown(seen)}: avanzó "
            f"{(moment - seen).days} días de golpe. Con esa fecha vencen plazos y terminan planes. Si está mal, "
            "corríjalo antes de que alguien haga un acto; si está bien, no se repetirá desde mañana."
        )
    return problems


def remember_the_time() -> None:
    """Keep the time that was seen, unless the clock jumped within the last day: a jump is told for as long."""
    if not os.access(settings.HOME, os.W_OK):
        return
    moment, seen = now(), _last_seen()
    if seen is not None and abs(moment - seen) > CLOCK_DIFFERENCE and _is_odd(moment, seen):
        jumped = _jump_noticed_at()
        if jumped is None or abs(moment - jumped) > FORWARD:
            _keep("clock.jump", moment)
            return
        if moment - jumped < timedelta(days=1):
            return
    _keep("clock.seen", moment)
    (Path(settings.HOME) / "clock.jump").unlink(missing_ok=True)


def _is_odd(moment: datetime, seen: datetime) -> bool:
    return moment < seen - CLOCK_DIFFERENCE or moment > seen + FORWARD


def _last_seen() -> datetime | None:
    return _read("clock.seen")


def _jump_noticed_at() -> datetime | None:
    return _read("clock.jump")


def _read(name: str) -> datetime | None:
    try:
        return datetime.fromisoformat((Path(settings.HOME) / name).read_text().strip())
    except (OSError, ValueError):
        return None


def _keep(name: str, moment: datetime) -> None:
    replace_file(Path(settings.HOME) / name, moment.isoformat().encode(), mode=0o600, durable=False)


def _shown(moment: datetime) -> str:
    return local_time(moment).strftime("%d/%m/%Y %H:%M")
