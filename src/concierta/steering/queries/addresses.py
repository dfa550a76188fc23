"""Where in the workspace a due is dealt with, as a link that works from a letter or a calendar."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from concierta.steering.queries.dues import AssignedObligation, Bundle


def path_of(due: AssignedObligation | Bundle) -> str:
    """The path of its page; the calendar's where an installation has no such page."""
    name, arguments = due.address_hint
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return reverse("calendar")


def link_to(due: AssignedObligation | Bundle) -> str:
    return absolute(path_of(due))


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
