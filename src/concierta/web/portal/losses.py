"""What the newest page of the log says of acts that were signed and lost: it is in the log, and no package has it."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, override

from concierta.ledger.queries import Loss
from concierta.web.kit import formats
from concierta.web.portal.addresses import DJANGO_LANGUAGE, LANGUAGES


def losses_in_words(losses: Sequence[Loss]) -> dict[str, str]:
    """HTML by language; nothing where nothing was lost."""
    if not losses:
        return {}
    words: dict[str, str] = {}
    for language in LANGUAGES:
        with override(DJANGO_LANGUAGE[language]):
            lines = format_html_join("", "<li>{}</li>", ((_sentence(loss),) for loss in losses))
            words[language] = format_html(
                '<section class="section stack"><h2 id="perdidas">{}</h2><ul class="p-list measure">{}</ul></section>',
                gettext("Este registro perdió actos que había firmado"),
                lines,
            )
    return words


def _sentence(loss: Loss) -> str:
    values = {"date": formats.long_date(loss.day), "size": formats.number(loss.size)}
    if loss.signed is None:
        return (
            gettext(
                "El %(date)s siguió desde %(size)s actos, los de una copia de respaldo. No se sabe si después se "
                "firmaron más; quien guardó un punto de control mayor notará que este registro no lo continúa."
            )
            % values
        )
    return gettext(
        "El %(date)s siguió desde %(size)s actos, aunque se habían firmado %(signed)s. Quien guardó un punto de "
        "control mayor tiene razón al notar que este registro no lo continúa."
    ) % (values | {"signed": formats.number(loss.signed)})
