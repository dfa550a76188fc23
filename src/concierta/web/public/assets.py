"""The few files that every page uses: one stylesheet, one small script, the mark of the site."""

import hashlib
from functools import cache
from pathlib import Path

from concierta.web.components import bundle

FOLDER = "recursos/"
_HERE = Path(__file__).parent


@cache
def stylesheet() -> tuple[str, bytes]:
    """The shared stylesheet and the portal's own pages in one file, named by its content."""
    _, shared = bundle.stylesheet()
    own = bundle.minified(bundle.both_themes((_HERE / "portal.css").read_text(encoding="utf-8")))
    content = shared + b"\n" + own.encode()
    return f"portal.{hashlib.sha256(content).hexdigest()[:10]}.css", content


@cache
def assets() -> dict[str, bytes]:
    """Path inside the corte → bytes."""
    script_name, script = bundle.script()
    style_name, style = stylesheet()
    return {
        f"{FOLDER}{style_name}": style,
        f"{FOLDER}{script_name}": script,
        f"{FOLDER}favicon.svg": (_HERE / "favicon.svg").read_bytes(),
    }


def script_name() -> str:
    return bundle.script()[0]
