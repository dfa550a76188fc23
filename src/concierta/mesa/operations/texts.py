"""Words that two people may type at once: saved, joined, or refused with both texts in hand."""

from concierta.engines.deliberation import merge_lines
from concierta.kernel.errors import Invalid, Refusal, gettext_noop


class StaleText(Refusal):
    """Somebody saved since this person read the text.

    `current` is what is saved now, at `revision`; `yours` what was about to be saved. Neither is lost.
    """

    def __init__(self, *, current: str, revision: int, yours: str) -> None:
        super().__init__(
            gettext_noop(
                "Otra persona guardó cambios en este texto mientras usted escribía. Nada se perdió: compare los dos "
                "textos y guarde el que deba quedar."
            )
        )
        self.current = current
        self.revision = revision
        self.yours = yours


def text_after(*, current: str, revision: int, read: int, yours: str, base: str | None) -> str:
    """What to save when somebody who had read revision `read` sends `yours`.

    With `base`, the text they had started from, edits of different lines are joined. Raises StaleText where they are
    not, unless the person wrote exactly what is already saved.
    """
    yours = clean(yours)
    if read == revision or yours == current:
        return yours
    joined = None if base is None else merge_lines(clean(base), current, yours)
    if joined is None:
        raise StaleText(current=current, revision=revision, yours=yours)
    return joined


def check_not_stale(*, revision: int, read: int, current: str, yours: str) -> None:
    """For a form of several fields: nobody overwrites what they have not read. The texts show what differs."""
    if read != revision:
        raise StaleText(current=current, revision=revision, yours=yours)


def clean(text: str) -> str:
    """One kind of line end, so that the same words are the same text from every browser."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def required(text: str, message: str, field: str) -> str:
    """The text without its margins, or a refusal that says what to write."""
    text = clean(text).strip()
    if not text:
        raise Invalid(message, field=field)
    return text
