"""Loading the demonstration once, whole or not at all."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from concierta.installation.demo.files import DemoFiles
from concierta.installation.demo.foundation import create_base_data
from concierta.installation.demo.plan import draw_plan
from concierta.installation.demo.story import Story
from concierta.kernel.clock import now
from concierta.plans.models import Plan
from concierta.web.portal.site import show_site

SLUG = "empleo-cali"
BEGINNING = datetime(2024, 7, 2, 14, tzinfo=UTC)
SINCE = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class DemoAccounts:
    """The e-mail addresses that can sign in, with what each does, and the password that this installation made up."""

    password: str
    people: list[tuple[str, str]]


def demo_is_loaded() -> bool:
    return Plan.objects.filter(slug=SLUG).exists()


def load_demo(*, progress: Callable[[float], None]) -> None:
    """Load everything in one transaction: an interrupted load leaves an installation without a demonstration.

    `progress` is called with the share done, 0 to 1.
    """
    files = DemoFiles.found()
    accounts = demo_accounts(files)
    with transaction.atomic():
        foundation = create_base_data(files, accounts.password, SINCE, BEGINNING)
        progress(0.05)
        demo = draw_plan(files, foundation, BEGINNING)
        progress(0.2)
        steps = Story(files, foundation, demo, BEGINNING).steps()
        for done, step in enumerate(steps, 1):
            step.act()
            progress(0.2 + 0.8 * done / len(steps))


def publish_demo(*, progress: Callable[[int, int, str], None]) -> None:
    """Render every corte there is and seal the site. Does nothing where it is already so."""
    show_site(by=None, at=now(), progress=progress)


def demo_accounts(files: DemoFiles | None = None) -> DemoAccounts:
    """The accounts of the demonstration. Their password is made at random once, in a file only its owner can read."""
    files = files or DemoFiles.found()
    return DemoAccounts(
        password=_password(settings.HOME / "demo-password"),
        people=[(row["email"], row["position"]) for row in files.rows("people")],
    )


def _password(path: Path) -> str:
    if path.exists():
        return path.read_text().strip()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        file.write(password + "\n")
    return password
