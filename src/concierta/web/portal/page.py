"""What every page of the portal is made of before it is marked up."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from concierta.web.portal.portal import Portal

if TYPE_CHECKING:
    from concierta.web.portal.portal import Portal

T = TypeVar("T")

#: Rows of a list whose rows each carry a picture: such a page stays under 60 KB with its stylesheet.
ROWS = 15
#: Rows of a table that holds only words and numbers.
TABLE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Link:
    label: SafeString | str
    href: str = ""
    current: bool = False
    count: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """`template` is a file of templates/public/; `content` is all that it sees beside `site` and `page`."""

    template: str
    section: str
    title: str
    description: str
    content: dict[str, Any] = field(default_factory=dict)
    trail: Sequence[Link] = ()
    #: What the page says of itself, where it is not its title: the title tells pages apart, the heading is the finding.
    heading: SafeString | str = ""
    #: The title is a name that stays in Spanish on the pages of every language.
    in_spanish: bool = False
    #: Names of our scripts, such as "comprobar"; a page that has any may read files of its own site.
    scripts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One page to be built: nothing is computed until `build` is called, in the language then active."""

    folder: str
    build: "Callable[[Portal], Page]"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list of figures: what it is, its picture and its figure."""

    title: SafeString | str
    href: str
    bar: SafeString | str
    figure: str
    note: str = ""
    code: str = ""
    meta: str | SafeString = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a long list. `previous` and `next` are addresses relative to the page, empty at the ends."""

    number: int
    total: int
    previous: str = ""
    next: str = ""


def sheets(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """A long list in pages; an empty one is still one page, that says so."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]


def sheet_folder(folder: str, number: int) -> str:
    """The first page of a list is the folder itself; the others are `pagina-2/` … inside it."""
    return folder if number == 1 else f"{folder}pagina-{number}/"


def sheet(root: str, folder: str, number: int, total: int) -> Sheet:
    return Sheet(
        number=number,
        total=total,
        previous=f"{root}{sheet_folder(folder, number - 1)}" if number > 1 else "",
        next=f"{root}{sheet_folder(folder, number + 1)}" if number < total else "",
    )


def joined(parts: Iterable[str]) -> str:
    """The parts that say something, as one line; markup where one of them is."""
    said = [part for part in parts if part]
    if any(isinstance(part, SafeString) for part in said):
        return format_html_join(" · ", "{}", ((part,) for part in said))
    return " · ".join(said)
