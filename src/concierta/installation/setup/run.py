"""Doing what a setup file says: all of it or, on any refusal, nothing."""

from datetime import datetime

from django.db import transaction

from concierta.accounts.operations import send_invitation
from concierta.installation.setup.agreement import sign_agreement
from concierta.installation.setup.duties import name_responsibles
from concierta.installation.setup.indicators import measure_plan, name_categories
from concierta.installation.setup.journal import Journal
from concierta.installation.setup.people import lay_people
from concierta.installation.setup.plan import draw_plan
from concierta.installation.setup.reading import SetupFile


def set_up(*, setup: SetupFile, at: datetime, dry_run: bool = False) -> Journal:
    """Make what the file names and does not exist, change what an operation changes, refuse by name what differs.

    The same file again changes nothing. `dry_run` does the very same and takes all of it back. Letters with the links
    of new invitations go out once everything is kept.
    """
    journal = Journal(at)
    with transaction.atomic():
        lay_people(setup, journal)
        agreement = sign_agreement(setup, journal)
        plan = draw_plan(setup, agreement, journal)
        name_categories(setup, journal)
        if plan is not None:
            measure_plan(setup, plan, journal)
            name_responsibles(setup, plan, journal)
        if dry_run:
            journal.invitations.clear()
            transaction.set_rollback(True)
    for invitation, token in journal.invitations:
        send_invitation(invitation=invitation, token=token, by=None, at=at)
    return journal
