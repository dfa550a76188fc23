"""Signs that one person stands behind two entities: told in private to those who should ask."""

import pytest

from concierta.accounts.enums import AlertKind
from concierta.accounts.models import Alert
from concierta.accounts.operations import note_browser, raise_alert, settle_alert
from concierta.accounts.queries import alert_for, alerts_for, open_alerts
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.people.models import User
from factories import AT, Cast, make_person
from factories.accounts import come_to, make_institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(cast: Cast) -> User:
    return make_person("Victor", (Role.MEMBER, cast.control))


def raised(one: User, other: User) -> list[Alert]:
    return raise_alert(kind=AlertKind.SAME_BROWSER, one=one, other=other, by=None, at=AT)


def test_the_verifiers_entity_is_told_and_the_two_are_not(cast: Cast, colleague: User) -> None:
    (alert,) = raised(cast.verifier, cast.secretary)
    assert alert.entity == cast.control
    assert list(alerts_for(colleague)) == [alert]
    for user in (cast.verifier, cast.secretary, cast.reporter, cast.outsider):
        assert not alerts_for(user)
        with pytest.raises(NotFound):
            alert_for(user, alert.pk)


def test_it_is_raised_once_and_is_no_public_act(cast: Cast) -> None:
    assert raised(cast.verifier, cast.reporter) == raised(cast.reporter, cast.verifier)
    assert Alert.objects.count() == 1
    assert not Event.objects.exists()


def test_without_a_verifier_both_entities_are_told(cast: Cast) -> None:
    assert {alert.entity for alert in raised(cast.reporter, cast.secretary)} == {cast.desarrollo, cast.planeacion}


def test_colleagues_at_one_machine_are_no_sign(cast: Cast, colleague: User) -> None:
    assert raised(cast.verifier, colleague) == []
    assert raised(cast.verifier, cast.verifier) == []
    assert raised(cast.verifier, make_person("Nadie")) == []


def test_a_browser_in_which_others_were_is_a_sign(cast: Cast) -> None:
    note_browser(person=cast.verifier, seen=[cast.reporter.pk, cast.verifier.pk, 987], by=None, at=AT)
    assert [(one.kind, {one.one, one.other}) for one in open_alerts()] == [
        (AlertKind.SAME_BROWSER, {cast.reporter, cast.verifier})
    ]


def test_two_spellings_of_one_mailbox_are_a_sign_on_coming(cast: Cast) -> None:
    dagma = make_institution("dagma", domain="cali.gov.co")
    dagrd = make_institution("dagrd", domain="cali.gov.co")
    come_to(dagma, "ana.ruiz", Role.REPORTER)
    assert not open_alerts()
    come_to(dagrd, "anaruiz+verifica", Role.VERIFIER)
    (alert,) = open_alerts()
    assert (alert.kind, alert.entity) == (AlertKind.SAME_ADDRESS, dagrd)


def test_its_entity_settles_a_sign_with_what_it_found(cast: Cast, colleague: User) -> None:
    (alert,) = raised(cast.verifier, cast.secretary)
    for by in (cast.verifier, cast.secretary, cast.reporter):
        with pytest.raises(PermissionRefused):
            settle_alert(alert=alert, finding="Nada.", by=by, at=AT)
    for finding in (" ", "x" * 301):
        with pytest.raises(Invalid):
            settle_alert(alert=alert, finding=finding, by=colleague, at=AT)
    settled = settle_alert(alert=alert, finding="Compartieron el computador.", by=colleague, at=AT)
    assert (settled.settled_by, settled.finding) == (colleague, "Compartieron el computador.")
    assert not open_alerts()
    with pytest.raises(TransitionRefused):
        settle_alert(alert=alert, finding="Otra vez.", by=colleague, at=AT)
