"""The device that somebody came in with, in words: what a browser says of itself is written for machines."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext

#: In order: a browser that is built upon another says the other's name too.
_BROWSERS = {
    "Edge": r"\b(?:Edg|EdgA|EdgiOS)/",
    "Opera": r"\bOPR/",
    "Samsung Internet": r"\bSamsungBrowser/",
    "Firefox": r"\b(?:Firefox|FxiOS)/",
    "Chrome": r"\b(?:Chrome|CriOS)/",
    "Safari": r"\bVersion/.+\bSafari/",
}
#: In order: Android is a Linux, and a telephone of Apple says that it is like a Mac.
_SYSTEMS = {
    "Android": r"\bAndroid\b",
    "iPhone": r"\biPhone\b",
    "iPad": r"\biPad\b",
    "Windows": r"\bWindows\b",
    "ChromeOS": r"\bCrOS\b",
    "macOS": r"\bMacintosh\b",
    "Linux": r"\bLinux\b",
}
_LETTERS = 60


def device(agent: str) -> SafeString:
    """ "Firefox en Android", or the beginning of `agent` where it is no known browser; the whole is the title."""
    browser, system = _first(_BROWSERS, agent), _first(_SYSTEMS, agent)
    if browser and system:
        words = gettext("%(browser)s en %(system)s") % {"browser": browser, "system": system}
    else:
        words = Truncator(agent).chars(_LETTERS)
    return format_html('<span title="{}">{}</span>', agent, words)


def _first(signs: dict[str, str], agent: str) -> str:
    return next((name for name, sign in signs.items() if re.search(sign, agent)), "")
