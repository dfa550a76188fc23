"""The English catalogue says everything the interface says, and says it in English."""

import re
import shutil
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, override

from concierta.installation.catalogue import PACKAGE, SOURCE, gather
from concierta.kernel.errors import TransitionRefused
from concierta.reporting.enums import ReportState
from concierta.reporting.workflow import REPORT_WORKFLOW

#: What is written the same in both languages.
SAME = {
    "Academia",
    "Comuna",
    "Corregimiento",
    "Error:",
    "No",
    "Plan",
    "Sector",
    "Total",
    "decimal",
    "no",
    "pesos",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd](?!\w)|\{\w*\}|</?[a-z]\w*[^>]*>")

CATALOGUE = polib.pofile(str(SOURCE))


def pairs() -> list[tuple[str, str]]:
    """Each Spanish form beside its English one, singulars and plurals alike."""
    found = []
    for entry in CATALOGUE:
        if entry.msgid_plural:
            found += [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
        else:
            found.append((entry.msgid, entry.msgstr))
    return found


def test_every_sentence_has_an_english_one_that_somebody_wrote():
    assert len(CATALOGUE) > 1000
    assert [spanish for spanish, english in pairs() if not english.strip()] == []
    assert [entry.msgid for entry in CATALOGUE if entry.fuzzy] == []
    assert not CATALOGUE.metadata_is_fuzzy


def test_no_sentence_is_kept_that_the_interface_no_longer_says():
    assert [entry.msgid for entry in CATALOGUE.obsolete_entries()] == []


def test_placeholders_and_marks_are_the_same_in_both_languages():
    differ = [
        (spanish, english)
        for spanish, english in pairs()
        if Counter(PLACEHOLDER.findall(spanish)) != Counter(PLACEHOLDER.findall(english))
    ]
    assert differ == []


def test_a_sentence_begins_and_ends_with_the_same_space():
    edges = re.compile(r"^\s*|\s*$")
    assert [spanish for spanish, english in pairs() if edges.findall(spanish) != edges.findall(english)] == []


def test_english_is_not_spanish():
    assert [spanish for spanish, english in pairs() if spanish == english and spanish not in SAME] == []
    assert [english for _spanish, english in pairs() if re.search(r"[«»¿¡áéíóúñÁÉÍÓÚÑ]|\d %(?!\()", english)] == []


def test_the_same_words_are_not_allowed_to_differ_for_nothing():
    said = {spanish for spanish, english in pairs() if spanish == english}
    assert SAME - said == set()


def test_what_is_compiled_is_what_is_written():
    compiled = polib.mofile(str(SOURCE.with_suffix(".mo")))
    assert _content(compiled) == _content(CATALOGUE)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("xgettext"), reason="gathering needs the gettext programs of the system")
def test_the_catalogue_has_what_the_code_says_and_nothing_else(tmp_path: Path, settings, monkeypatch):
    code = tmp_path / "concierta"
    shutil.copytree(PACKAGE, code, ignore=_not_gathered)
    (code / "locale").mkdir()
    settings.LOCALE_PATHS = [str(code / "locale")]
    monkeypatch.chdir(code)
    gather(code)
    gathered = {entry.msgid for entry in polib.pofile(str(code / SOURCE.relative_to(PACKAGE)))}
    written = {entry.msgid for entry in CATALOGUE}
    assert sorted(gathered - written) == [], (
        "run `python -m concierta.installation.catalogue` and translate what is new"
    )
    assert sorted(written - gathered) == [], (
        "run `python -m concierta.installation.catalogue` to let go of what is gone"
    )


def test_the_words_inside_a_refusal_are_translated_with_it():
    with pytest.raises(TransitionRefused) as refused:
        REPORT_WORKFLOW.check("review", ReportState.DRAFT)
    assert str(refused.value) == "No se puede «revisar»: el estado actual es «Borrador»."
    with override("en"):
        assert refused.value.render(gettext) == "“review” is not possible: the current state is “Draft”."


def _content(file: polib.POFile | polib.MOFile) -> dict[tuple[str | None, str], object]:
    return {(entry.msgctxt, entry.msgid): dict(entry.msgstr_plural) or entry.msgstr for entry in file}


def _not_gathered(folder: str, names: list[str]) -> set[str]:
    kept = (".py", ".html", ".txt")
    return {
        name
        for name in names
        if name in {"locale", "__pycache__"} or ((Path(folder) / name).is_file() and not name.endswith(kept))
    }
