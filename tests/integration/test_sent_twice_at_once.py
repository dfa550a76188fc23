"""The same form sent twice at the same moment, each in a thread and on a connection of its own: one act, told twice.

On PostgreSQL in the test database; on SQLite, whose test database lives in one connection, in a home of its own.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from concierta.budgets.models import Contribution
from concierta.ledger.queries import ledger_problems
from concierta.web.workspace.sending import FIELD, new_token
from factories import Cast
from factories.at_once import at_once
from factories.means import project_of
from factories.parts import signed_by

NEW = "/trabajo/planes/cali/aportes/nuevo/"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_four_requests_with_one_token_are_one_offer_and_one_answer(committed: Cast) -> None:
    signed_by(committed, committed.sena)
    form = {
        "project": project_of(committed).code,
        "entity": "sena",
        "form": "cash",
        "amount": "400.000.000",
        "description": "Becas para formación",
        FIELD: new_token(committed.outsider),
    }
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(committed.outsider, backend=_BACKEND)

    answers = at_once(*[lambda client=client: client.post(NEW, form) for client in clients])

    made = Contribution.objects.get()
    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(302, f"/trabajo/aportes/{made.pk}/")}
    assert ledger_problems() == []


@pytest.mark.any_database
def test_on_sqlite_too(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("form_sender.py")), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout.splitlines()[-1])

    (made,) = found["offers"]
    assert found["answers"] == [[302, f"/trabajo/aportes/{made}/"]] * 6
    assert found["problems"] == []
