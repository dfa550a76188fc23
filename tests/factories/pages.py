"""The addresses of the Mesa's pages, and what is read on a page."""

from typing import Any

from concierta.mesa.models import Session


def text(response: Any) -> str:
    """With plain spaces, as people type them."""
    return response.content.decode().replace("\xa0", " ")


def session_page(session: Session, rest: str = "") -> str:
    return f"/trabajo/mesa/sesiones/{session.pk}/{rest}"


def room(session: Session) -> str:
    return session_page(session, "sala/")
