"""Sending forms as a browser does: each with the token that its page gave it."""

from typing import Any

from concierta.web.workspace.sending import FIELD, new_token


def with_token(user: Any, data: dict[str, Any] | None = None) -> dict[str, Any]:
    """`data` with a token of its own for `user`, unless it brings one; None is a form without fields."""
    return {FIELD: new_token(user), **(data or {})}
