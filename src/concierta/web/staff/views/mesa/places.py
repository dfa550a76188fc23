"""What several pages of the Mesa load and do the same way."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext

from concierta.evidence.operations import store_evidence
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.people.queries import people_for
from concierta.web.staff.requests import SignedInRequest


def attempt(request: SignedInRequest, act: Callable[[], Any], done: str = "") -> Any:
    """One act of one button. Its refusal is said above the page that comes next, in its own words; gives None then."""
    try:
        result = act()
    except Refusal as refusal:
        messages.error(request, refusal.render(gettext))
        return None
    if done:
        messages.success(request, gettext(done))
    return result


def stored(request: SignedInRequest, upload: Any, title: str, entity: Any) -> Any:
    """The uploaded file as evidence of `entity`."""
    return store_evidence(
        upload=upload,
        filename=upload.name or "archivo",
        title=title,
        entity=entity,
        by=request.user,
        at=now(),
    )


def people_choices(user: Any) -> list[tuple[Any, str]]:
    """Every account with the entities it acts for, to choose from."""
    return [(person, _named(person)) for person in people_for(user)]


def _named(person: Any) -> str:
    entities = list(dict.fromkeys(one.entity.short_name for one in person.memberships.all()))
    return f"{person.name} · {', '.join(entities)}" if entities else str(person.name)
