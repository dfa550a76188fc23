"""A home of its own, whatever the tests run on, in which the same form is sent from several threads at once.

Usage: form_sender.py HOME. Prints one JSON object: how many offers were made, what each request was answered, and what
is wrong with the ledger after it. Run by test_sent_twice_at_once.py, because the test database of SQLite lives in the
memory of one connection.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
THREADS = 6


def main(home: str) -> None:
    os.environ |= {"CONCIERTA_HOME": home, "CONCIERTA_DATABASE": "", "CONCIERTA_HOSTS": "testserver"}
    from concierta.installation.cli.prepare import prepare

    prepare()
    from django.test import Client

    from concierta.budgets.models import Contribution
    from concierta.ledger.queries import ledger_problems
    from concierta.web.workspace.sending import FIELD, new_token
    from factories import make_cast
    from factories.at_once import at_once
    from factories.means import project_of
    from factories.parts import signed_by

    cast = make_cast()
    signed_by(cast, cast.sena)
    form = {
        "project": project_of(cast).code,
        "entity": "sena",
        "form": "cash",
        "amount": "400.000.000",
        "description": "Becas para formación",
        FIELD: new_token(cast.outsider),
    }
    clients = [Client() for _ in range(THREADS)]
    for client in clients:
        client.force_login(cast.outsider, backend="allauth.account.auth_backends.AuthenticationBackend")
    path = "/trabajo/planes/cali/aportes/nuevo/"
    answers = at_once(*[lambda client=client: client.post(path, form) for client in clients])
    told = {
        "offers": list(Contribution.objects.values_list("pk", flat=True)),
        "answers": sorted([one.status_code, one.headers.get("Location", "")] for one in answers),
        "problems": ledger_problems(),
    }
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
