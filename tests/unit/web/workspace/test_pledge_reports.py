"""A report of a promise says which promise it is of: to whoever owes it and to whoever checks it."""

import pytest
from django.test import Client
from django.urls import reverse

from factories.pledges import Pledging, make_pledging, promise_reported


@pytest.fixture
def pledging(db: None) -> Pledging:
    return make_pledging()


def page(client: Client, user: object, name: str, *args: object) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_owes_it_reads_the_promise(client: Client, pledging: Pledging):
    assert "Certificar personas" in page(client, pledging.sonia, "reports_due")


def test_whoever_reviews_it_reads_the_promise(client: Client, pledging: Pledging):
    report = promise_reported(pledging)
    assert "CP-1 Certificar personas" in page(client, pledging.reviewer, "review", report.pk)
