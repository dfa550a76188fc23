"""Templates wrapped at 120 columns that mean what they meant on one line.

A line break with the indentation after it is never content where it stands between two pieces of markup (`>` or `%}`
before it, `<` or `{%` after it): a space that must show stands inside a line. Inside a tag, of HTML or of Django, a
line break is a space; Django by itself does not allow it there. `unwrapped` is what Django is given; `wrapped` breaks
lines that are too long where `unwrapped` takes the break away again.

`python -m concierta.web.kit.wrapping [--check]` does all of them.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from django.template import Origin
from django.template.loaders import filesystem

WIDTH = 120
#: A line is not broken to leave less than this.
_SHORTEST = 24
WEB = Path(__file__).resolve().parents[1]

_BREAK = re.compile(r"(>|%\})[ \t]*\n\s*(?=<|\{%)")
_INSIDE = re.compile(r"\s*\n\s*")
#: What is taken as it stands: sentences to translate, whose every space counts, and text that keeps its lines.
_KEPT = re.compile(
    r"\{% blocktranslate\b.*?%\}.*?\{% endblocktranslate %\}|<(pre|textarea|script|style)\b.*?</\1>", re.S
)
_ASIDE = re.compile(r"\{%\x00(\d+)%\}")
#: Where a long line may be broken: between two pieces of markup, or at a space inside one that is not in quotes.
_MARKUP = re.compile(r"\{%.*?%\}|<[a-zA-Z/](?:\{[%{].*?[%}]\}|\{(?![%{])|[^<>{])*>", re.S)
_OPENS = re.compile(
    r"\{% (if|for|with|block|componentblock|partialdef)\b"
    r"|<(?!area|br|col|hr|img|input|link|meta|source|wbr)[a-zA-Z][^>]*(?<!/)>\Z",
    re.S,
)
_CLOSES = re.compile(r"\{% end|</")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\{[%{].*?[%}]\}")


class Loader(filesystem.Loader):
    """Django's own, of templates whose lines may be broken."""

    def get_contents(self, origin: Origin) -> str:
        contents: str = super().get_contents(origin)
        return unwrapped(contents) if origin.name.endswith(".html") else contents


def unwrapped(text: str) -> str:
    """`text` without the breaks that only its editor needs."""
    kept: list[str] = []
    text = _one_line_a_piece(text, kept)
    return _put_back(_BREAK.sub(r"\1", text), kept)


def wrapped(text: str) -> str:
    """`text` with every line broken that is too long and can be."""
    kept: list[str] = []
    lines = _one_line_a_piece(text, kept).split("\n")
    return _put_back("\n".join(piece for line in lines for piece in _broken(line, kept)), kept)


def _broken(line: str, kept: list[str]) -> Iterator[str]:
    """`line` in pieces that fit: the next piece of markup stands under the one before, the rest of a piece two further
    in. What has no place to be broken stays long."""
    between, inside = _places(line)
    outer = " " * (len(line) - len(line.lstrip()))
    indent, done = outer, 0
    while _width(indent + line[done:].lstrip(), kept) > WIDTH:
        ends = {at: indent + line[done:at].strip() for at in (*between, *inside)}
        ends = {at: piece for at, piece in ends.items() if at > done and len(piece) - len(indent) > _SHORTEST}
        fitting = [at for at, piece in ends.items() if _width(piece, kept) <= WIDTH]
        # The outermost place, and the last of those: what belongs together stays together.
        at = max((one for one in fitting if one in between), key=lambda one: (-between[one], one), default=0)
        at = at or max(fitting, default=0) or min(ends, default=0)
        if not at:
            break
        yield ends[at]
        done, indent = at, outer if at in between else f"{outer}  "
    yield indent + line[done:].lstrip() if done else line


def _one_line_a_piece(text: str, kept: list[str]) -> str:
    """Each piece of markup on one line, and what must stay as it is put aside in `kept`."""

    def put_aside(piece: re.Match[str]) -> str:
        kept.append(piece.group())
        return f"{{%\x00{len(kept) - 1}%}}"

    return _MARKUP.sub(lambda markup: _INSIDE.sub(" ", markup.group()), _KEPT.sub(put_aside, text))


def _put_back(text: str, kept: list[str]) -> str:
    return _ASIDE.sub(lambda place: kept[int(place.group(1))], text)


def _width(line: str, kept: list[str]) -> int:
    return max(map(len, _put_back(line, kept).split("\n")))


def _places(line: str) -> tuple[dict[int, int], list[int]]:
    """Where `line` may be broken: between two pieces of markup, with how deep that is inside others, and at the spaces
    inside one."""
    between, inside, end_of_last, depth = {}, [], -1, 0
    for markup in _MARKUP.finditer(line):
        if markup.start() == end_of_last:
            between[markup.start()] = depth
        end_of_last = markup.end()
        depth += 1 if _OPENS.match(markup.group()) else -1 if _CLOSES.match(markup.group()) else 0
        if markup.group().startswith(("{% translate", "{%\x00")):
            continue
        quoted = [match.span() for match in _QUOTED.finditer(markup.group(), 2)]
        inside += [
            markup.start() + space.start()
            for space in re.finditer(" ", markup.group())
            if 2 < space.start() < len(markup.group()) - 3
            and not any(low <= space.start() < high for low, high in quoted)
        ]
    return between, inside


def main(check: bool) -> int:
    changed = []
    for path in sorted(WEB.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if (better := wrapped(text)) != text:
            changed.append(path)
            if not check:
                path.write_text(better, encoding="utf-8")
    for path in changed:
        sys.stdout.write(f"{'too wide' if check else 'wrapped'}: {path.relative_to(WEB)}\n")
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
