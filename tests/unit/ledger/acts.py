from django.db import transaction

from concierta.ledger.models import Event
from concierta.ledger.operations import record_event
from factories import AT


def record(**changes: object) -> Event:
    fields = {"kind": "report.submitted", "subject": "report/R-01/2024-T4/v1", "plan": "cali", "body": {"value": "9"}}
    with transaction.atomic():
        return record_event(**(fields | {"by": None, "entity": None, "at": AT} | changes))


def record_many(count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            record(body={"value": str(number)})
