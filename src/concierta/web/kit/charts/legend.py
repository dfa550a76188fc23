"""The six marks and what each one means: learnt once, read everywhere."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.web.kit import marks


def legend(*, meanings: bool = False) -> SafeString:
    """A list of mark and word; with ``meanings``, a definition list that explains each one."""
    if meanings:
        entries = (
            (marks.state_mark(state), marks.state_word(state), gettext(marks.STATE_MEANINGS[state]))
            for state in marks.STATE_WORDS
        )
        return format_html(
            '<dl class="lg lg-long">{}</dl>',
            format_html_join("", "<div><dt>{}{}</dt><dd>{}</dd></div>", entries),
        )
    words = ((marks.state_mark(state), marks.state_word(state)) for state in marks.STATE_WORDS)
    return format_html('<ul class="lg" role="list">{}</ul>', format_html_join("", "<li>{}{}</li>", words))
