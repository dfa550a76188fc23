"""Where each page lies, and how it points to the others without knowing where the site is.

Every link is relative, so that a folder can be moved, mirrored or opened from any address. A page is rendered once
and written in two places, as the latest corte and as a frozen one. The few words that must differ are rendered both
ways between private-use marks, and the writer keeps one of them.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LATEST, FROZEN = 0, 1

# Unicode private use: text of a package cannot hold them, the package reader strips control and private characters.
_OPEN, _ELSE, _CLOSE, _UP = "\uf8e0", "\uf8e1", "\uf8e2", "\uf8e3"
#: Where the page of the log says, in each language, what the log lost: no package knows it.
LOSSES = {"es": "\uf8e4", "en": "\uf8e5"}
_CHOICE = re.compile(f"{_OPEN}(.*?){_ELSE}(.*?){_CLOSE}".encode(), re.DOTALL)

LANGUAGES = ("es", "en")
NO_LOSSES: Mapping[str, str] = {}
#: The language that Django is asked for.
DJANGO_LANGUAGE = {"es": "es-co", "en": "en"}


def either(latest: str, frozen: str) -> str:
    """Text that reads `latest` in the folder of the latest corte and `frozen` in that of the frozen one."""
    return f"{_OPEN}{latest}{_ELSE}{frozen}{_CLOSE}"


def settle(page: bytes, destination: int, up: str = "", losses: Mapping[str, str] = NO_LOSSES) -> bytes:
    """Keep the words of one destination (`LATEST` or `FROZEN`); `up` leads from the plan's folder to the site's.

    `losses` is what the newest page of the log says in each language; a frozen page does not change.
    """
    settled = _CHOICE.sub(rb"\1" if destination == LATEST else rb"\2", page).replace(_UP.encode(), up.encode())
    for language, mark in LOSSES.items():
        lost = losses.get(language, "") if destination == LATEST else ""
        settled = settled.replace(mark.encode(), lost.encode())
    return settled


@dataclass(frozen=True, slots=True)
class Address:
    """A page of one language: `folder` is its path inside the corte, "" for the front page, else ending in "/"."""

    language: str
    folder: str

    @property
    def file(self) -> str:
        """Relative to the corte's root."""
        return f"{self.language_folder}{self.folder}index.html"

    @property
    def language_folder(self) -> str:
        """Of its language inside a corte: "" for Spanish, else ending in "/"."""
        return "" if self.language == "es" else f"{self.language}/"

    @property
    def root(self) -> str:
        """From this page to the front page of its language: "./" or "../../"."""
        return "../" * self.folder.count("/") or "./"

    @property
    def corte(self) -> str:
        """From this page to the root of the corte, whatever the language."""
        return self.root if self.language == "es" else f"{'../' * self.folder.count('/')}../"

    @property
    def plan(self) -> str:
        """From this page to the folder of the plan, where `cortes/` is."""
        return self.corte + either("", "../../")

    @property
    def log(self) -> str:
        """From this page to the folder of the log: one for the whole site, whatever its plans."""
        return f"{self.plan}{_UP}log/"

    def data(self, cut_off: str) -> str:
        """From this page to the folder with the data package of its corte."""
        return self.corte + either(f"cortes/{cut_off}/", "")

    def in_language(self, language: str) -> str:
        """From this page to the same one in another language."""
        other = "" if language == "es" else f"{language}/"
        return f"{self.corte}{other}{self.folder}"


def slugs(codes: list[str]) -> dict[str, str]:
    """Each code → a folder name that every file system keeps apart, also those that ignore case.

    >>> slugs(["BP26005298", "PR 1/2", "pr-1-2"])
    {'BP26005298': 'bp26005298', 'PR 1/2': 'pr-1-2', 'pr-1-2': 'pr-1-2-2'}
    """
    taken: set[str] = set()
    names: dict[str, str] = {}
    for code in codes:
        plain = unicodedata.normalize("NFKD", code).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-") or "x"
        name, count = stem, 1
        while name in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name)
        names[code] = name
    return names
