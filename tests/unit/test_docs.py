"""The manuals say what the program says: quoted words, commands, links, files and the worked example are checked."""

import ast
import re
import shlex
from decimal import Decimal
from functools import cache
from pathlib import Path

import click
import pytest
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation.template import templatize

from concierta.installation.cli import concierta
from concierta.installation.setup.example import EXAMPLE
from concierta.installation.setup.sections import SECTIONS
from concierta.plans.matrix import load_profile, read_matrix
from concierta.plans.matrix.profile import FIELDS
from concierta.workbooks.profile import TYPES

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "es"
EXAMPLES = MANUAL / "ejemplos"
CHAPTERS = sorted(MANUAL.glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "LEEME.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]

_FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}")
_PATH = re.compile(r"(?:src|docs|demo|tests|bench|requirements)/[\w./-]+")
_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_SAID_IN_A_TEMPLATE = re.compile(rf"(?:n?gettext|\b_)\({_STRING}(?:, {_STRING}, count)?\)")
_OUR_COMMAND = re.compile(r"(?:\.venv/bin/)?concierta\s+(.*)")

#: Said on the screen by a library, in its own Spanish catalogue: its English message and what the manuals quote.
LIBRARIES = {
    "This field is required.": "Este campo es obligatorio.",
    "Password": "Contraseña",
    "Too many failed login attempts. Try again later.": "Demasiados intentos fallidos. Inténtelo más tarde.",
    "The email address and/or password you specified are not correct.": (
        "La dirección de correo electrónico y/o la contraseña que ha indicado no son correctas."
    ),
}
#: Seen on the screen, but words of a plan, of a file or of a profile: not the interface's own.
FACTS = {"Ejes", "treinta", "Datos", "Cuadro 1S…", "Plan Local de Empleo · matriz de seguimiento"}
#: What the benches printed: there a command's name is followed by its figure.
MEASURED = {"measurements.md"}
#: Which arguments are sentences: both numbers of `ngettext`, and what follows the context of `pgettext`.
_SENTENCES = {"n": slice(2), "p": slice(1, 2)}
#: A sentence with fewer letters of its own than this would match anything.
_LEAST_LETTERS = 4


def prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def quotes(text: str) -> list[str]:
    """The outermost «…» of a text; a quotation may hold another."""
    found, depth, start = [], 0, 0
    for index, char in enumerate(text):
        if char == "«":
            if depth == 0:
                start = index + 1
            depth += 1
        elif char == "»":
            depth -= 1
            assert depth >= 0, f"sobra un » cerca de «{text[index - 40 : index]}»"
            if depth == 0:
                found.append(" ".join(text[start:index].split()))
    assert depth == 0, f"falta un » después de «{text[start : start + 40]}»"
    return found


@cache
def interface() -> list[tuple[str, re.Pattern[str]]]:
    """Every Spanish sentence of the interface, as written and as a pattern in which a placeholder is any text."""
    # One suffix: while the catalogue is gathered a `page.html.py` stands beside each template.
    files = (ROOT / "src" / "concierta").rglob("*")
    sources = (path for path in files if path.suffixes in ([".py"], [".html"], [".txt"]))
    sentences = {said for path in sources for said in spoken_in(path)}
    own = {sentence: sum(map(str.isalpha, _PLACEHOLDER.sub("", sentence))) for sentence in sentences}
    return [(sentence, _pattern(sentence)) for sentence in sorted(sentences) if own[sentence] >= _LEAST_LETTERS]


def spoken_in(path: Path) -> set[str]:
    """What a module or a template says to people. From the source: a manual does not wait for the English catalogue."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        text = "\n".join(_SAID_IN_A_TEMPLATE.findall(templatize(text)))
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and _marks(node.func)]
    words = (word for call in calls for word in call.args[_SENTENCES.get(_name(call.func)[0], slice(1))])
    return {word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str)}


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "") or "-"


def _marks(function: ast.expr) -> bool:
    """True if calling it marks a sentence for translation."""
    return _name(function) == "_" or "gettext" in _name(function)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(" ".join(sentence.split()).replace("%%", "%"))
    return re.compile(".+?".join(re.escape(part) for part in parts), re.DOTALL)


@cache
def spoken_by_the_command() -> str:
    """The sources of the command line, whose sentences are in Spanish only."""
    return "".join(
        path.read_text("utf-8") for path in (ROOT / "src" / "concierta" / "installation" / "cli").rglob("*.py")
    )


def is_said(quote: str) -> bool:
    """True if the interface says exactly this; a quotation that ends in «…» is the beginning of something it says."""
    if quote in FACTS or quote in LIBRARIES.values() or (len(quote) > 9 and quote in spoken_by_the_command()):
        return True
    if (
        quote.endswith("…")
        and len(quote) > 8
        and any(sentence.startswith(quote[:-1].rstrip()) for sentence, _ in interface())
    ):
        return True
    return any(pattern.fullmatch(quote) for _, pattern in interface())


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.name)
def test_what_the_manual_quotes_is_what_the_screen_says(page: Path) -> None:
    assert [quote for quote in quotes(prose(page)) if not is_said(quote)] == []


def test_a_button_that_does_not_exist_would_be_found() -> None:
    assert not is_said("Mandar ya")
    assert is_said("Registrar la verificación")


def test_what_a_library_says_is_still_what_it_says() -> None:
    with translation.override("es-co"):
        assert {message: gettext(message) for message in LIBRARIES} == LIBRARIES


def commands(text: str) -> list[list[str]]:
    """Every call of `concierta` that a page shows, in a block or in its prose, as words."""
    blocks = "\n".join(_FENCE.findall(text)).splitlines()
    spoken = [" ".join(code.split()) for code in _CODE.findall(_FENCE.sub("", text))]
    found = []
    for line in [*(line.strip() for line in blocks), *spoken]:
        match = _OUR_COMMAND.match(line)
        if match and not line.startswith("ExecStart"):
            found.append(shlex.split(match[1], comments=True))
    return found


def problem_of(words: list[str]) -> str:
    """Why `concierta` would not understand these words; empty when it would. Nothing is run."""
    command: click.Command = concierta
    context = click.Context(command, info_name="concierta")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        if found is None:
            return f"no existe: {words[0]}"
        command, words = found, words[1:]
    if any("…" in word or word.startswith("[") for word in words):
        return ""
    try:
        if words:
            command.make_context(command.name, words, resilient_parsing=False)
    except click.exceptions.Exit:
        return ""
    except click.UsageError as error:
        return error.format_message()
    return ""


@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in MEASURED], ids=lambda page: page.name)
def test_every_command_shown_exists(page: Path) -> None:
    calls = commands(page.read_text(encoding="utf-8"))
    assert [(" ".join(call), problem) for call in calls if (problem := problem_of(call))] == []


def test_a_command_or_an_option_that_does_not_exist_would_be_found() -> None:
    assert problem_of(["exportar"]) == "no existe: exportar"
    assert "--corte" in problem_of(["publish", "cali", "--corte", "2025-03-31"])
    assert problem_of(["publish", "cali", "--cut-off", "2025-03-31"]) == ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = [link for link in _LINK.findall(prose(page)) if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in links if not _leads(page, link)] == []


def _leads(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return False
    return not anchor or anchor in {_anchor(line) for line in prose(target).splitlines() if line.startswith("#")}


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lstrip("# ").strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.name)
def test_every_file_named_exists(page: Path) -> None:
    named = {path.rstrip(".") for path in _PATH.findall(page.read_text(encoding="utf-8"))}
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_the_profile_reference_names_every_field_and_type() -> None:
    named = set(_CODE.findall(prose(MANUAL / "perfiles.md")))
    assert (FIELDS | TYPES) - named == set()


def test_the_example_shown_is_the_example_kept() -> None:
    shown = [line.rstrip(";") for line in (EXAMPLES / "villa-ejemplo-2025-T1.csv").read_text("utf-8").splitlines()]
    assert "\n".join(shown) in (MANUAL / "perfiles.md").read_text("utf-8")


def test_the_example_profile_reads_the_example_as_the_manual_says() -> None:
    file = EXAMPLES / "villa-ejemplo-2025-T1.csv"
    draft = read_matrix(file, profile=load_profile(EXAMPLES / "villa-ejemplo.toml"), filename=file.name)
    assert draft.period.label == "2025-T1"
    assert [project.code for project in draft.plan.projects] == ["0007", "0012", "0031"]
    assert (draft.money.modified, draft.money.executed) == (2_400_000, 500_000)
    assert [(finding.row, finding.column, finding.value) for finding in draft.findings] == [
        (4, "Meta del año (G)", "1.440"),
        (5, "Comuna (F)", "Comuna 12"),
        (5, "Avance (I)", "210"),
        (5, "Ejecutado (K)", "treinta"),
        (6, "Proyecto (E)", "Total"),
    ]
    assert draft.plan.activity_followups[0].progress == Decimal("0.405")


def test_the_setup_example_shown_is_the_one_that_the_command_writes() -> None:
    assert (EXAMPLES / "puesta-en-marcha.toml").read_bytes() == EXAMPLE.read_bytes()


def test_the_setup_example_shows_every_section_there_is() -> None:
    text = EXAMPLE.read_text("utf-8")
    assert [name for name, section in SECTIONS.items() if section.heading(name) not in text] == []


def test_what_may_be_missing_is_answered_by_sections_and_keys_that_exist() -> None:
    table = MANUAL.joinpath("quien-instala.md").read_text("utf-8").partition("| si falta |")[2].partition("\n\n")[0]
    named = re.findall(r"`\[\[(\w+)\]\]`", table)
    assert named == ["people", "people", "responsibles", "duties", "targets", "nodes"]
    assert set(named) <= SECTIONS.keys()
    assert "weight" in SECTIONS["nodes"].keys


def test_nothing_names_a_machine() -> None:
    pages = [*CHAPTERS, *EXAMPLES.iterdir()]
    assert [page.name for page in pages if re.search(r"/(tmp|home|root|work|Users)/", page.read_text("utf-8"))] == []
