"""What every page of the portal is made of before it is marked up."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from concierta.web.portal.portal import Portal

T = TypeVar("T")

#: Words of a page: plain, to be escaped by its template, or markup already.
Text = SafeString | str
#: A fact by its name; where there is none, the template says so.
Fact = tuple[str, Text | None]

#: Rows of a list whose rows each carry a picture: such a page stays under 60 KB with its stylesheet.
ROWS = 15
#: Rows of a table that holds only words and numbers.
TABLE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Link:
    label: Text
    href: str = ""
    current: bool = False
    count: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """`template` is a file of templates/portal/; `content` is all that it sees beside `site` and `page`."""

    template: str
    section: str
    title: str
    description: str
    content: dict[str, object] = field(default_factory=dict)
    trail: Sequence[Link] = ()
    #: What the page says of itself, where it is not its title: the title tells pages apart, the heading is the finding.
    heading: Text = ""
    #: The title is a name that stays in Spanish on the pages of every language.
    in_spanish: bool = False
    #: Names of our scripts, such as "comprobar"; a page that has any may read files of its own site.
    scripts: Sequence[str] = ()
    #: It shows who keeps which commitment, which has a style of its own.
    shows_clauses: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One page to be built: nothing is computed until `build` is called, in the language then active."""

    folder: str
    build: "Callable[[Portal], Page]"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list of figures: what it is, its picture and its figure."""

    title: Text
    href: str
    bar: Text
    figure: str
    note: str = ""
    code: str = ""
    meta: Text = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a long list. `previous` and `next` are addresses relative to the page, empty at the ends."""

    number: int
    total: int
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """The items of a long list that one page shows, and which of the list's pages that is."""

    items: Sequence[T]
    folder: str
    number: int
    total: int

    @property
    def first(self) -> bool:
        return self.number == 1

    def sheet(self, portal: "Portal") -> Sheet:
        return Sheet(
            number=self.number,
            total=self.total,
            previous="" if self.first else portal.to(sheet_folder(self.folder, self.number - 1)),
            next=portal.to(sheet_folder(self.folder, self.number + 1)) if self.number < self.total else "",
        )


def sheets(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """A long list in pages; an empty one is still one page, that says so."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]


def sheet_folder(folder: str, number: int) -> str:
    """The first page of a list is the folder itself; the others are `pagina-2/` … inside it."""
    return folder if number == 1 else f"{folder}pagina-{number}/"


def list_tasks(folder: str, items: Sequence[T], size: int, build: "Callable[[Part[T], Portal], Page]") -> list[Task]:
    """A task for each page of a long list."""
    pages = sheets(items, size)
    return [
        Task(sheet_folder(folder, number), partial(build, Part(page, folder, number, len(pages))))
        for number, page in enumerate(pages, start=1)
    ]


def joined(parts: Iterable[str]) -> str:
    """The parts that say something, as one line; markup where one of them is."""
    stated = [part for part in parts if part]
    if any(isinstance(part, SafeString) for part in stated):
        return format_html_join(" · ", "{}", ((part,) for part in stated))
    return " · ".join(stated)
