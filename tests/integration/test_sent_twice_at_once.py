"""The same form sent twice at the same moment, each in a thread and on a connection of its own: one act, told twice.

On PostgreSQL by the views themselves; on SQLite, whose test database lives in one connection, on a file of its own.
"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from django.test import Client

from concierta.budgets.models import Contribution
from concierta.ledger.queries import ledger_problems
from concierta.web.staff.sending import FIELD, new_token
from factories import Cast
from factories.at_once import at_once
from factories.means import project_of

NEW = "/trabajo/planes/cali/aportes/nuevo/"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_four_requests_with_one_token_are_one_offer_and_one_answer(committed: Cast) -> None:
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


def test_on_sqlite_the_second_taker_of_a_token_finds_it_taken(tmp_path: Path) -> None:
    """The statement of `ledger.operations.once`, in the transactions that SQLite is given here."""
    path = tmp_path / "db.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE ledger_sentform (key text PRIMARY KEY, holder text)")
    barrier = Barrier(4)

    def take(holder: int) -> int:
        own = sqlite3.connect(path, timeout=20, isolation_level=None)
        barrier.wait()
        own.execute("BEGIN IMMEDIATE")
        taken = own.execute(
            "INSERT INTO ledger_sentform (key, holder) VALUES ('a', ?) ON CONFLICT (key) DO NOTHING", [str(holder)]
        )
        own.execute("COMMIT")
        own.close()
        return taken.rowcount

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(4))) == [0, 0, 0, 1]
