"""Loading the demonstration once, whole or not at all."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from concierta.installation.demo.acts import acts_of_the_demo
from concierta.installation.replay.acts import read_acts
from concierta.installation.replay.loader import replay
from concierta.installation.replay.plain import read_table
from concierta.installation.replay.references import Scene
from concierta.kernel.clock import now
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.plans.models import Plan
from concierta.web.portal.site import show_site

PLAN = "empleo-cali"
AGREEMENT = "acuerdo-cali-2024"


@dataclass(frozen=True, slots=True)
class DemoAccounts:
    """The e-mail addresses that can sign in, with what each does, and the password that this installation made up."""

    password: str
    people: list[tuple[str, str]]


def demo_is_loaded() -> bool:
    return Plan.objects.filter(slug=PLAN).exists()


def load_demo(*, progress: Callable[[float], None]) -> None:
    """Load everything in one transaction: an interrupted load leaves an installation without a demonstration.

    `progress` is called with the share done, 0 to 1.
    """
    folder = demo_folder()
    scene = Scene(folder=folder, plan=PLAN, agreement=AGREEMENT)
    with transaction.atomic():
        replay(read_acts(folder / "acts.toml"), acts_of_the_demo(demo_password()), scene, progress=progress)


def publish_demo(*, progress: Callable[[int, int, str], None]) -> None:
    """Render every corte there is and seal the site. Does nothing where it is already so."""
    show_site(by=None, at=now(), progress=progress)


def demo_folder() -> Path:
    """The folder named by CONCIERTA_DEMO, or the one beside the source; refuses when there is none."""
    named = os.environ.get("CONCIERTA_DEMO")
    folder = Path(named) if named else Path(__file__).resolve().parents[4] / "demo" / "cali"
    if not (folder / "acts.toml").is_file():
        raise NotFound(
            gettext_noop("No está la demostración en %(folder)s: indique su carpeta en CONCIERTA_DEMO."),
            folder=folder,
        )
    return folder


def demo_accounts() -> DemoAccounts:
    """The accounts of the demonstration, each with what its person does there."""
    people = read_table(demo_folder() / "people.csv", comments=True)
    return DemoAccounts(demo_password(), [(str(row["email"]), str(row["#position"])) for _, row in people])


def demo_password() -> str:
    """Made at random once, in a file only its owner can read."""
    path = settings.HOME / "demo-password"
    if path.exists():
        return path.read_text().strip()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        file.write(password + "\n")
    return password
