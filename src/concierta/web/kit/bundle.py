"""One stylesheet for the portal and the workspace, and one tiny script; both named by their content."""

import hashlib
import re
from functools import cache

from concierta.web.kit.registry import ROOT

# Order is the cascade: what comes later wins.
BEFORE = ("tokens.css", "reset.css", "typography.css", "layout.css", "charts.css")
AFTER = ("print.css",)

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TWO_THEMES = re.compile(r"(--[\w-]+):\s*light-dark\(([^,()]+),\s*([^,()]+)\);")


@cache
def stylesheet() -> tuple[str, bytes]:
    """``("concierta.1a2b3c4d5e.css", bytes)``: tokens, layout, every component by name, print."""
    parts = [ROOT / name for name in BEFORE]
    parts += sorted(ROOT.glob("*/style.css"))
    parts += [ROOT / name for name in AFTER]
    css = "\n".join(path.read_text(encoding="utf-8") for path in parts)
    return _named("concierta", "css", minified(both_themes(css)).encode())


@cache
def script() -> tuple[str, bytes]:
    """The theme switch: what the stylesheet cannot remember from one page to the next."""
    return _named("theme", "js", (ROOT / "theme.js").read_bytes())


def both_themes(css: str) -> str:
    """Write each ``light-dark()`` token in a form that browsers of 2020 understand too.

    The light value stays in its place; the dark ones follow under the system's preference, unless the
    reader chose light, and under the reader's choice of dark.
    """
    dark = "".join(f"{name}:{value.strip()};" for name, _, value in _TWO_THEMES.findall(css))
    if not dark:
        return css
    light = _TWO_THEMES.sub(r"\1: \2;", css)
    themes = (
        f'@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}\n'
        f':root[data-theme="dark"] {{ color-scheme: dark; {dark} }}\n'
        ':root[data-theme="light"] { color-scheme: light; }\n'
    )
    end = light.index("}", light.index(":root")) + 1
    return f"{light[:end]}\n{themes}{light[end:]}"


def minified(css: str) -> str:
    """Without comments and idle space; nothing is rewritten, so nothing can be broken."""
    css = _COMMENT.sub("", css)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    return re.sub(r":\s+(?=[^{}]*[;}])", ":", css).replace(";}", "}").strip()


def _named(stem: str, suffix: str, content: bytes) -> tuple[str, bytes]:
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}", content
