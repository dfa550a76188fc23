"""Letters about an account. They carry the only copy of a link: nobody else is shown it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


#: Who finds the words and the addresses of pages: the web. Given the name of a letter and what it tells.
Writer = Callable[[str, dict[str, object]], Letter]


def send_letter(name: str, to: str, language: str, /, **told: object) -> bool:
    """Write the letter `name` to an address. True if the mail server took it (or the folder of letters, without one).

    What it tells has been committed: a letter that does not go out is logged, and whoever sent it can send another.
    """
    write: Writer = import_string(settings.ACCOUNT_LETTERS)
    with translation.override(language):
        letter = write(name, told)
    message = EmailMessage(letter.subject, letter.text, to=[to], headers={"Auto-Submitted": "auto-generated"})
    try:
        return bool(message.send())
    except Exception:
        log.exception("letter %s not sent", name)
        return False
