"""A text that several people write at once, as its form needs it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Writing:
    """`id` names its form in the page; `text` is what is saved, at `revision`."""

    id: str
    href: str
    label: str
    text: str
    revision: int
    rows: int = 8
    saved_words: str = ""


def notes_writing(item: Any) -> Writing:
    return Writing(
        id=f"notas-{item.pk}",
        href=reverse("item_notes", args=[item.pk]),
        label=gettext("Notas del punto"),
        text=item.notes,
        revision=item.revision,
        saved_words=gettext("Se guarda solo mientras escribe") if not item.notes else gettext("Guardado"),
    )


def section_writing(section: Any, label: str) -> Writing:
    return Writing(
        id=f"parte-texto-{section.pk}",
        href=reverse("minutes_section", args=[section.pk]),
        label=label,
        text=section.text,
        revision=section.revision,
        rows=6,
        saved_words=gettext("Se guarda solo mientras escribe"),
    )
