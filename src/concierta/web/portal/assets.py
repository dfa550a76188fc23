"""The few files that pages use: one stylesheet, one small script, the mark of the site, and what checks the log."""

import hashlib
import re
from functools import cache
from pathlib import Path

from concierta.web.kit import bundle
from concierta.web.kit.registry import ROOT

FOLDER = "recursos/"
#: Components that only the pages of the agreement draw.
_OF_CLAUSES = ("state-bar", "state-matrix")
_HERE = Path(__file__).parent
_USE = re.compile(r"""(?:component|componentblock|render_component)[ (]"([a-z-]+)\"""")

#: Comments and indentation of a script, which are for whoever reads its source: a fifth of its weight.
_IDLE = re.compile(r"^[ ]*(?://.*\n)?", re.MULTILINE)
_CLASS = re.compile(r"\bc-[a-z-]+")


@cache
def components() -> list[str]:
    """The components that the portal draws with, and those inside them; the workspace's forms weigh nothing here."""
    sources = [*_HERE.rglob("*.html"), *_HERE.rglob("*.py")]
    wanted = {name for source in sources for name in _USE.findall(source.read_text(encoding="utf-8"))}
    used: set[str] = set()
    while wanted:
        name = wanted.pop()
        used.add(name)
        inside = _USE.findall((ROOT / name / "template.html").read_text(encoding="utf-8"))
        wanted |= set(inside) - used
    return sorted(used)


def _styles_in_use() -> list[Path]:
    """The styles of those components, and of those whose class they borrow: `data-table` looks like `table`."""
    templates = [ROOT / name / "template.html" for name in components()] + sorted(_HERE.rglob("*.html"))
    carried = {name for path in templates for name in _CLASS.findall(path.read_text(encoding="utf-8"))}
    names = {path.parent.name: path for path in sorted(ROOT.glob("*/style.css"))}
    shared = [path for name, path in names.items() if name in components() or f"c-{name}" in carried]
    return [path for path in shared if path.parent.name not in _OF_CLAUSES]


@cache
def stylesheet() -> tuple[str, bytes]:
    """The shared tokens and the components in use, then the portal's own pages: one file, named by its content."""
    parts = [ROOT / name for name in bundle.BEFORE]
    parts += _styles_in_use()
    parts += [_HERE / "portal.css", *(ROOT / name for name in bundle.AFTER)]
    css = "\n".join(path.read_text(encoding="utf-8") for path in parts)
    content = bundle.minified(bundle.both_themes(css)).encode()
    return f"portal.{hashlib.sha256(content).hexdigest()[:10]}.css", content


@cache
def clauses_stylesheet() -> tuple[str, bytes]:
    """What the pages with the matrix of commitments add: the others do not carry it."""
    parts = [*(ROOT / name / "style.css" for name in _OF_CLAUSES), _HERE / "clauses.css"]
    content = bundle.minified("\n".join(path.read_text(encoding="utf-8") for path in parts)).encode()
    return f"clauses.{hashlib.sha256(content).hexdigest()[:10]}.css", content


@cache
def modules() -> dict[str, tuple[str, bytes]]:
    """Name → (file name with its hash, bytes) of the scripts of a page, each importing the others' files."""
    scripts: dict[str, tuple[str, bytes]] = {}
    for name in ("log", "figure", "comprobar", "buscar"):  # what is imported before what imports it
        source = (_HERE / "scripts" / f"{name}.js").read_text(encoding="utf-8")
        for imported, (file, _) in scripts.items():
            source = source.replace(f'"./{imported}.js"', f'"./{file}"')
        content = _IDLE.sub("", source).encode()
        scripts[name] = (f"{name}.{hashlib.sha256(content).hexdigest()[:10]}.js", content)
    return scripts


def module_name(name: str) -> str:
    return modules()[name][0]


@cache
def assets() -> dict[str, bytes]:
    """Path inside the corte → bytes."""
    script_name, script = bundle.script()
    style_name, style = stylesheet()
    return {
        f"{FOLDER}{style_name}": style,
        f"{FOLDER}{clauses_stylesheet()[0]}": clauses_stylesheet()[1],
        f"{FOLDER}{script_name}": script,
        f"{FOLDER}favicon.svg": (_HERE / "favicon.svg").read_bytes(),
        **{f"{FOLDER}{file}": content for file, content in modules().values()},
    }


def script_name() -> str:
    return bundle.script()[0]
