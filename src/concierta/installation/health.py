"""Addresses for machines: whether this installation works, and whom to tell of a weakness."""

import os
import shutil
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from concierta.installation.security_contact import security_text
from concierta.kernel.clock import today
from concierta.kernel.errors import Refusal
from concierta.ledger.models import Event

#: [D] Under it the evidence of one busy day would not fit.
LEAST_FREE = 500 * 1024 * 1024
#: How far back the order of the log is looked at here; `concierta check` looks at all of it.
_LATEST = 100


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when everything answers, else 503: {"ok": …, "database": …, "home": …, "space": …, "log": …}, each true or
    false and nothing more, for anybody may ask. A few milliseconds."""
    found = {name: _is_true(look) for name, look in _LOOKS.items()}
    whole = all(found.values())
    return JsonResponse({"ok": whole, **found}, status=200 if whole else 503)


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """security.txt; not there while nobody is named, or once it has expired: an old contact is worse than none."""
    try:
        text = security_text(
            settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES, base_url=settings.BASE_URL, today=today()
        )
    except Refusal:
        text = ""
    if not text:
        raise Http404
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _home() -> bool:
    return os.access(settings.HOME, os.W_OK)


def _space() -> bool:
    return shutil.disk_usage(settings.HOME).free >= LEAST_FREE


def _log() -> bool:
    """True if the latest leaves follow each other without a gap."""
    latest = list(Event.objects.order_by("-index").values_list("index", flat=True)[:_LATEST])
    return not latest or latest == list(range(latest[0], max(-1, latest[0] - _LATEST), -1))


_LOOKS: dict[str, Callable[[], bool]] = {"database": _database, "home": _home, "space": _space, "log": _log}


def _is_true(look: Callable[[], bool]) -> bool:
    try:
        return look()
    except (DatabaseError, OSError):
        return False
