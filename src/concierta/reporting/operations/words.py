"""The words of accumulation of a matrix: what it states of each product, and the question about those left open."""

from collections.abc import Sequence
from typing import Any

from concierta.indicators.operations.stated import Key, Stated, WordRead
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.plans.matrix.draft import MatrixDraft


def stated_by(draft: MatrixDraft) -> dict[Key, Stated]:
    """Project and product code → unit, word and figures as the file has them."""
    done = {
        follow_up.product: follow_up.executed
        for follow_up in draft.plan.product_followups
        if follow_up.period == draft.period
    }
    return {
        (product.project, product.code): Stated(
            unit=product.unit or "",
            word=product.accumulation or "",
            baseline=product.baseline,
            target=product.programmed,
            actual=done.get(product.key),
        )
        for product in draft.plan.products
    }


def ask_about(words: Sequence[WordRead]) -> Refusal:
    """The refusal of an import that would have to guess: every word, what it may mean, and how to answer."""
    return Refusal(
        gettext_noop(
            "El archivo dice cómo se acumulan sus metas con palabras que no todos leen igual: %(words)s. Responda en "
            "el perfil, bajo [accumulation], o con --accumulation «palabra=forma»."
        ),
        words="; ".join(_question(word) for word in words),
    )


def word_as_dict(word: WordRead) -> dict[str, Any]:
    """Plain data for `--json` and for the preview: each option with what the row of the example comes to, as text."""
    row = word.example
    return {
        "word": word.label,
        "products": word.products,
        "reading": word.chosen.code if word.chosen else None,
        "options": [{"code": one.reading.code, "result": _text(one.result)} for one in word.options],
        "example": {
            "unit": row.unit,
            "baseline": plain(row.baseline),
            "target": plain(row.target),
            "actual": plain(row.actual),
        },
    }


def _question(word: WordRead) -> str:
    def shown(result: Any) -> str:
        return "" if result is None else f" ({_percent(result)})"

    options = ", ".join(f"{one.reading.code}{shown(one.result)}" for one in word.options)
    return f"«{word.label}» ({word.products}): {options}"


def _percent(result: Any) -> str:
    tenths = round(result * 1000)
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f',{rest}' if rest else ''} %"


def _text(result: Any) -> str | None:
    return None if result is None else format(float(result), ".6f")
