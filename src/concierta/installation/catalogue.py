"""The English catalogue: `python -m concierta.installation.catalogue` gathers sentences and compiles the translated.

Gathering needs the gettext programs of the system; compiling needs only polib, a development package. Running Concierta
needs neither: the compiled catalogue is committed.
"""

import os
import shutil
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1]
SOURCE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"


def compile_catalogue() -> None:
    polib.pofile(str(SOURCE)).save_as_mofile(str(SOURCE.with_suffix(".mo")))


def gather() -> None:
    """Bring the catalogue up to date with the sentences in the code, in a stable order and without line numbers."""
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierta.installation.settings")
    os.chdir(PACKAGE)
    call_command("makemessages", locale=["en"], no_location=True, no_obsolete=True, verbosity=0)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierta.installation.settings")
    django.setup()
    if shutil.which("xgettext"):
        gather()
    compile_catalogue()
