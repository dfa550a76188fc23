"""What a view of the workspace is given."""

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class SignedInRequest(HttpRequest):
    """A request that `SignedInByDefault` let through: `user` is a person, never anonymous.

    `Any`, because the web knows people only by their queries and permissions, not by their model.
    """

    user: Any
    htmx: HtmxDetails
