"""The English pages are English: every sentence that a page says is in the catalogue."""

from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation

from concierta.web.portal import words
from concierta.web.portal.site import render_site

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"


def test_every_sentence_of_the_portal_is_translated(cortes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    translated = {entry.msgid for entry in polib.pofile(str(CATALOGUE)) if entry.translated()}
    if "Lo que va tarde" not in translated:
        pytest.skip("the sentences of the portal have not been gathered into the English catalogue yet")
    said: set[str] = set()
    gettext, ngettext = translation._trans.gettext, translation._trans.ngettext

    def heard(message: str) -> str:
        said.add(str(message))
        return gettext(message)

    def counted(singular: str, plural: str, number: int) -> str:
        said.add(str(singular))
        return ngettext(singular, plural, number)

    monkeypatch.setattr(translation._trans, "gettext", heard)
    monkeypatch.setattr(translation._trans, "ngettext", counted)
    render_site(out=tmp_path, cortes=cortes)
    for names in (words.ACTS, words._EVENTS, words._MEASURES, words._METHODS, words._ACCUMULATIONS, words._RULES):
        said |= set(names.values())
    assert len(said) > 200
    assert sorted(said - translated - {""}) == []
