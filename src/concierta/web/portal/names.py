"""What records of the package are called in the language of the page; Spanish where nobody wrote them in it."""

from django.utils.translation import get_language

from concierta.web.kit.spanish import in_spanish
from concierta.web.portal.corte import Row
from concierta.web.portal.page import Text

LONGEST_NAME = 150


def in_english() -> bool:
    return (get_language() or "").startswith("en")


def name_of(record: Row, field: str = "name") -> str:
    """The record's words in the active language; Spanish where nobody wrote them in English."""
    if in_english() and (english := getattr(record, f"{field}_en", "")):
        return english
    return getattr(record, field)


def localized_name(record: Row, field: str = "name", *, length: int | None = None) -> Text:
    """`name_of` for the text of a page: where nobody wrote it in English it says that it is Spanish."""
    text = name_of(record, field)
    text = text if length is None else shortened(text, length)
    english: str = getattr(record, f"{field}_en", "")
    return text if in_english() and english else in_spanish(text)


def entity_name(entity: Row | None, *, short: bool = False) -> Text:
    """As it calls itself; "" where there is none."""
    return in_spanish((short and entity.acronym) or entity.name) if entity else ""


def shortened(text: str, length: int = LONGEST_NAME) -> str:
    """Official names run to several hundred letters: in a list, what fits in two lines."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;.") + "…"
