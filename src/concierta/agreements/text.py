"""The words of an agreement as they are signed, and whether they bind today: pure functions of what is on record."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from concierta.agreements.enums import AdoptionRule
from concierta.agreements.models import Agreement, Article, Norm, TextVersion
from concierta.kernel.canonical import canonical_json

#: So many days before a text ends, everybody is told [D].
TOLD_BEFORE = timedelta(days=180)


def content_of(
    agreement: Agreement, language: str, articles: Iterable[Article], *, since: date, until: date | None
) -> str:
    """The signed text as canonical JSON: title, language, dates and every part with its words."""
    parts = [
        {"code": one.code, "kind": str(one.kind), "title": one.title, "text": one.text, "title_en": one.title_en,
         "text_en": one.text_en}
        for one in articles
    ]  # fmt: skip
    return canonical_json(
        {
            "agreement": agreement.slug,
            "language": language,
            "parts": parts,
            "since": since.isoformat(),
            "title": agreement.title,
            "until": until.isoformat() if until else None,
        }
    ).decode()


def needed_to_adopt(agreement: Agreement, asked: int) -> int:
    """Signatures that the agreement's rule asks of `asked` entities; at least one."""
    rule = AdoptionRule(agreement.adoption)
    if rule == AdoptionRule.ALL:
        return max(asked, 1)
    if rule == AdoptionRule.TWO_THIRDS:
        return max(math.ceil(asked * 2 / 3), 1)
    return asked // 2 + 1


class Force(TextChoices):
    """If an agreement binds on a day, or why it does not."""

    NO_TEXT = "no_text", _("Sin texto registrado")
    NOT_YET = "not_yet", _("Aún no rige")
    IN_FORCE = "in_force", _("Vigente")
    ENDING = "ending", _("Vigente, por terminar")
    FRAME_ENDED = "frame_ended", _("Terminó el marco en que se firmó")
    ENDED = "ended", _("Terminó")
    SUCCEEDED = "succeeded", _("Lo continúa otro acuerdo")


@dataclass(frozen=True, slots=True)
class Standing:
    """`ends_on` is the last day of the text or of its frame, whichever comes first; None: neither states one.
    `ended` are the framework norms that have ended."""

    force: Force
    ends_on: date | None
    ended: tuple[Norm, ...] = ()

    def days_left(self, on: date) -> int | None:
        return None if self.ends_on is None else (self.ends_on - on).days


def standing(version: TextVersion | None, norms: Iterable[Norm], successor_since: date | None, on: date) -> Standing:
    """The standing of an agreement on a day, by its text in force, its framework norms and its successor's first day.

    A framework of several norms has ended when the last of them has.
    """
    frame = [norm for norm in norms if norm.is_framework]
    ended = tuple(norm for norm in frame if norm.until is not None and norm.until < on)
    frame_ends = max((norm.until for norm in frame if norm.until), default=None)
    if any(norm.until is None for norm in frame):
        frame_ends = None
    ends = [day for day in (version.until if version else None, frame_ends) if day is not None]
    ends_on = min(ends, default=None)
    if successor_since is not None and successor_since <= on:
        return Standing(Force.SUCCEEDED, ends_on, ended)
    if version is not None and version.until is not None and version.until < on:
        return Standing(Force.ENDED, ends_on, ended)
    if frame_ends is not None and frame_ends < on:
        return Standing(Force.FRAME_ENDED, ends_on, ended)
    if version is None or version.since is None:
        return Standing(Force.NO_TEXT, ends_on, ended)
    if version.since > on:
        return Standing(Force.NOT_YET, ends_on, ended)
    if ends_on is not None and ends_on - on <= TOLD_BEFORE:
        return Standing(Force.ENDING, ends_on, ended)
    return Standing(Force.IN_FORCE, ends_on, ended)
