"""The English catalogue: `python -m concierta.installation.catalogue` gathers sentences and compiles the translated.

Gathering needs the gettext programs of the system; compiling needs only polib, a development package. Running Concierta
needs neither: the compiled catalogue is committed.
"""

import os
import shutil
from pathlib import Path
from unittest import mock

import polib

PACKAGE = Path(__file__).resolve().parents[1]
SOURCE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"


def compile_catalogue() -> None:
    polib.pofile(str(SOURCE)).save_as_mofile(str(SOURCE.with_suffix(".mo")))


def gather(folder: Path = PACKAGE) -> None:
    """Bring the catalogue up to date with the sentences in the code, in a stable order and without line numbers."""
    from django.core.management import call_command
    from django.core.management.commands import makemessages
    from django.utils.translation import templatize

    from concierta.web.kit.wrapping import unwrapped

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierta.installation.settings")
    os.chdir(folder)
    # Django reads the files of templates, not what its loaders make of them: a tag broken over lines is none to it.
    with mock.patch.object(makemessages, "templatize", lambda text, **origin: templatize(unwrapped(text), **origin)):
        call_command("makemessages", locale=["en"], no_location=True, no_obsolete=True, verbosity=0)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierta.installation.settings")
    django.setup()
    if shutil.which("xgettext"):
        gather()
    compile_catalogue()
