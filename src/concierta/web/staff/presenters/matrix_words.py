"""The words of accumulation of a file as its preview asks about them, and what was answered."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from concierta.indicators.enums import ACCUMULATIONS, FlowPolicy
from concierta.web.components.formats import measure, number, percent

_NAMES = dict(ACCUMULATIONS)


def word_questions(words: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each word with its options and what the example comes to under each; one that was taken has that one marked."""
    return [
        {
            "name": field_of(number_of),
            "word": word["word"],
            "products": ngettext("%(n)s producto", "%(n)s productos", word["products"])
            % {"n": number(word["products"])},
            "example": _example(word["example"]),
            "options": [
                {
                    "code": option["code"],
                    "label": _label(option),
                    "chosen": option["code"] == word["reading"],
                }
                for option in word["options"]
            ],
            "open": word["reading"] is None,
        }
        for number_of, word in enumerate(words)
    ]


def answers_of(words: Sequence[Mapping[str, Any]], posted: Mapping[str, Any]) -> dict[str, str] | None:
    """Word → the code that was chosen or taken; None while one that is asked has no answer among its options."""
    answers = {}
    for number_of, word in enumerate(words):
        chosen = posted.get(field_of(number_of)) or word["reading"]
        if chosen not in {option["code"] for option in word["options"]}:
            return None
        answers[word["word"]] = chosen
    return answers


def field_of(number_of: int) -> str:
    return f"word_{number_of}"


def reading_words(code: str) -> str:
    """A reading in words: "Existencias", "Flujo · Año final"."""
    accumulation, _, policy = code.partition("/")
    name = str(_NAMES.get(accumulation, accumulation))
    return f"{name} · {FlowPolicy(policy).label}" if policy else name


def _label(option: Mapping[str, Any]) -> str:
    name = reading_words(option["code"])
    if option["result"] is None:
        return name
    return f"{name}: {percent(Decimal(option['result']))}"


def _example(row: Mapping[str, Any]) -> str:
    said = (
        (gettext("línea base"), row["baseline"]),
        (gettext("meta"), row["target"]),
        (gettext("logro"), row["actual"]),
    )
    return ", ".join(f"{what} {measure(Decimal(value), row['unit'])}" for what, value in said if value is not None)
