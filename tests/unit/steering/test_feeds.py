"""Calendars to carry: the secret, what ends them, and a file that others can read."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, timedelta

import icalendar
import pytest
from django.db import IntegrityError, transaction

from concierta.kernel.clock import local_date, local_time, start_of, zone
from concierta.kernel.errors import NotFound, PermissionRefused, Refusal, TransitionRefused
from concierta.mesa.models import AgendaItem
from concierta.mesa.operations import declare_not_held, edit_session
from concierta.people.enums import Role
from concierta.people.models import Membership, User
from concierta.steering.enums import DueKind
from concierta.steering.models import CalendarFeed
from concierta.steering.operations import end_feed, make_feed
from concierta.steering.permissions import can_end_feed, can_make_feed, can_send_digests
from concierta.steering.queries import calendar_ics, feed_for, feeds_of
from concierta.steering.queries.dues import AssignedObligation, Bundle, dues
from concierta.steering.queries.ics import uid_of
from factories import AT, count_queries, make_indicator, submitted_report
from factories.campaigns import CampaignCast, drawn_campaign
from factories.cast import Cast
from factories.mesa import SESSION_AT, noticed_session, planned_session

pytestmark = pytest.mark.django_db

ON = date(2025, 1, 3)


def feed_of(cast: Cast, person: User | None = None, entity=None, role: Role = Role.REPORTER) -> str:
    return make_feed(entity=entity or cast.desarrollo, role=role, by=person or cast.reporter, at=AT)


def events(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def summaries(content: bytes) -> list[str]:
    return [str(event["summary"]) for event in events(content)]


class TestMaking:
    def test_only_the_hash_of_the_secret_is_kept(self, cast):
        secret = feed_of(cast)
        feed = CalendarFeed.objects.get()
        assert feed.secret_sha256 == hashlib.sha256(secret.encode()).hexdigest()
        assert (feed.person, feed.entity, feed.role, feed.made_at) == (cast.reporter, cast.desarrollo, "reporter", AT)
        assert len(secret) == 43

    def test_one_at_a_time(self, cast):
        feed_of(cast)
        with pytest.raises(Refusal, match="termínelo y cree otro"):
            feed_of(cast)

    def test_somebody_without_the_role_has_no_calendar_of_it(self, cast):
        with pytest.raises(PermissionRefused):
            feed_of(cast, role=Role.VERIFIER)
        with pytest.raises(PermissionRefused):
            feed_of(cast, entity=cast.sena)

    def test_the_operator_has_none(self, cast):
        with pytest.raises(PermissionRefused, match="de una persona"):
            make_feed(entity=cast.desarrollo, role=Role.REPORTER, by=None, at=AT)

    def test_the_database_refuses_a_second_open_one(self, cast):
        feed_of(cast)
        first = CalendarFeed.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarFeed.objects.create(
                person=first.person, entity=first.entity, role=first.role, secret_sha256="f" * 64, made_at=AT
            )


class TestEnding:
    def test_its_address_answers_as_one_that_never_was(self, cast):
        secret = feed_of(cast)
        end_feed(feed=CalendarFeed.objects.get(), by=cast.reporter, at=AT)
        refused = [_refusal(secret), _refusal("never-was")]
        assert refused[0] == refused[1]
        assert list(feeds_of(cast.reporter)) == []

    def test_another_may_be_made_then(self, cast):
        first = feed_of(cast)
        end_feed(feed=CalendarFeed.objects.get(), by=cast.reporter, at=AT)
        assert feed_of(cast) != first

    def test_it_is_nobody_elses_to_end(self, cast):
        feed_of(cast)
        feed = CalendarFeed.objects.get()
        with pytest.raises(NotFound):
            end_feed(feed=feed, by=cast.secretary, at=AT)
        with pytest.raises(NotFound):
            feed_for(cast.secretary, feed.pk)
        assert feed_for(cast.reporter, feed.pk) == feed

    def test_the_operator_may(self, cast):
        feed_of(cast)
        assert end_feed(feed=CalendarFeed.objects.get(), by=None, at=AT).ended_at == AT

    def test_not_twice(self, cast):
        feed_of(cast)
        feed = end_feed(feed=CalendarFeed.objects.get(), by=cast.reporter, at=AT)
        with pytest.raises(TransitionRefused, match="ya había terminado"):
            end_feed(feed=feed, by=cast.reporter, at=AT)

    def test_it_ends_with_the_role(self, cast):
        secret = feed_of(cast)
        Membership.objects.filter(user=cast.reporter).update(until=start_of(date(2025, 1, 3)))
        assert _refusal(secret) == _refusal("never-was")

    def test_it_ends_with_the_account(self, cast):
        secret = feed_of(cast)
        User.objects.filter(pk=cast.reporter.pk).update(is_active=False)
        assert _refusal(secret) == _refusal("never-was")


def _refusal(secret: str) -> str:
    with pytest.raises(NotFound) as refused:
        calendar_ics(secret, ON)
    return str(refused.value)


class TestFile:
    @pytest.fixture(autouse=True)
    def base_url(self, settings):
        settings.BASE_URL = "https://empleo.example.gov.co"

    def test_an_all_day_event_for_each_due(self, cast):
        (event,) = events(calendar_ics(feed_of(cast), ON))
        assert str(event["summary"]) == "Reportar: Personas atendidas R-01 (4.º trimestre de 2024)"
        assert event.decoded("dtstart") == date(2025, 1, 9)
        assert event.decoded("dtend") == date(2025, 1, 10)
        assert event.decoded("dtstamp") == AT.astimezone(UTC)
        assert str(event["url"]) == (
            f"https://empleo.example.gov.co/trabajo/reportes/{cast.indicator.pk}/{cast.period.pk}/"
        )
        assert str(event["uid"]).endswith("@empleo.example.gov.co")
        assert str(event["transp"]) == "TRANSPARENT"

    def test_same_dues_same_bytes(self, cast):
        secret = feed_of(cast)
        assert calendar_ics(secret, ON) == calendar_ics(secret, ON)
        assert calendar_ics(secret, ON) == calendar_ics(secret, ON + timedelta(days=1))

    def test_an_event_keeps_its_name_when_its_words_change(self, cast):
        secret = feed_of(cast)
        before = events(calendar_ics(secret, ON))[0]["uid"]
        make_indicator(cast, "R-02")
        (after,) = events(calendar_ics(secret, ON))
        assert str(after["summary"]) == "Reportar 2 indicadores: 4.º trimestre de 2024"
        assert after["uid"] == before

    def test_what_is_late_says_so_and_stays_until_it_is_done(self, cast):
        secret = feed_of(cast)
        assert summaries(calendar_ics(secret, date(2025, 1, 10))) == [
            "Vencido: Reportar: Personas atendidas R-01 (4.º trimestre de 2024)"
        ]
        submitted_report(cast)
        assert summaries(calendar_ics(secret, date(2025, 1, 10))) == []

    def test_each_role_has_its_own(self, cast):
        submitted_report(cast)
        secret = feed_of(cast, cast.reviewer, cast.planeacion, Role.REVIEWER)
        assert summaries(calendar_ics(secret, ON)) == ["Revisar: Personas atendidas R-01 (4.º trimestre de 2024)"]

    def test_members_have_their_sessions(self, scene):
        noticed_session(scene)
        secret = feed_of(scene, scene.principal("cut"), scene.seats["cut"].entity, Role.MEMBER)
        assert summaries(calendar_ics(secret, ON)) == ["Sesión 1 de la mesa técnica"]

    def test_a_second_look_is_in_nobody_elses_calendar(self, db):
        cast = CampaignCast.make()
        cast.reports()
        campaign = drawn_campaign(cast)
        second = {entry.second_verifier for entry in campaign.reports.all() if entry.second_verifier}
        assert second
        for person in (cast.verifier, cast.victor):
            content = calendar_ics(feed_of(cast, person, cast.control, Role.VERIFIER), ON)
            looks = [one for one in events(content) if "Verificar" in str(one["summary"])]
            own = campaign.reports.filter(second_verifier=person).exists()
            assert len(looks) == 1 + own

    def test_the_number_of_questions_does_not_depend_on_how_much_is_due(self, cast):
        secret = feed_of(cast)
        few = count_queries(lambda: calendar_ics(secret, ON))
        for number in range(5):
            make_indicator(cast, f"M-{number}")
        assert count_queries(lambda: calendar_ics(secret, ON)) == few

    def test_long_and_odd_words_come_back_whole(self, cast):
        name = "Personas, con «eñe»; y coma\nen dos líneas " + "muy " * 30
        type(cast.indicator).objects.update(name=name)
        (summary,) = summaries(calendar_ics(feed_of(cast), ON))
        assert summary.startswith("Reportar: Personas, con «eñe»; y coma en dos líneas muy")


class TestMeetings:
    """A session is an event with its hour, from its notice on."""

    @pytest.fixture
    def read(self, scene):
        secret = feed_of(scene, scene.principal("cut"), scene.seats["cut"].entity, Role.MEMBER)
        return lambda on=ON: calendar_ics(secret, on)

    def test_before_its_notice_there_is_none(self, scene, read):
        planned_session(scene)
        assert summaries(read()) == []

    def test_it_carries_hour_zone_and_place(self, scene, read):
        session = noticed_session(scene, place="Sala 3, Torre CAM; piso 2")
        AgendaItem.objects.filter(session=session).update(minutes_planned=90)
        content = read()
        (event,) = events(content)
        assert event["dtstart"].params["TZID"] == "America/Bogota"
        assert event.decoded("dtstart") == SESSION_AT
        assert event.decoded("duration") == timedelta(minutes=90)
        assert str(event["location"]) == "Sala 3, Torre CAM; piso 2"
        assert (int(event["sequence"]), str(event["status"]), str(event["transp"])) == (0, "CONFIRMED", "OPAQUE")
        (zone,) = icalendar.Calendar.from_ical(content).walk("VTIMEZONE")
        assert str(zone["tzid"]) == "America/Bogota"
        assert zone.to_tz().utcoffset(SESSION_AT.replace(tzinfo=None)) == timedelta(hours=-5)
        assert f"DTSTART;TZID=America/Bogota:{local_time(SESSION_AT):%Y%m%dT%H%M%S}\r\n" in content.decode()

    def test_without_place_or_length_it_has_neither(self, scene, read):
        session = noticed_session(scene, place="")
        AgendaItem.objects.filter(session=session).update(minutes_planned=None)
        (event,) = events(read())
        assert not {"location", "duration", "dtend"} & {name.lower() for name in event}

    def test_every_change_is_the_same_event_with_a_higher_sequence(self, scene, read):
        session, found = noticed_session(scene), [events(read())[0]]
        for days, place in ((1, "Sala 1"), (1, "Sala 2"), (3, "Sala 2")):
            session = edit_session(
                session=session,
                revision=session.revision,
                starts_at=SESSION_AT + timedelta(days=days),
                kind=session.kind,
                mode=session.mode,
                place=place,
                by=scene.secretary,
                at=AT,
            )
            found += events(read())
        assert len({str(event["uid"]) for event in found}) == 1
        assert [int(event["sequence"]) for event in found] == [0, 1, 2, 3]
        assert [str(event.get("location", "")) for event in found[1:]] == ["Sala 1", "Sala 2", "Sala 2"]

    def test_one_that_was_not_held_is_cancelled_and_no_due_of_anybody(self, scene, read):
        session, day = noticed_session(scene), local_date(SESSION_AT)
        before = events(read(day))[0]
        declare_not_held(session=session, reason="Sin quórum", by=scene.secretary, at=SESSION_AT)
        (event,) = events(read(day))
        assert (str(event["status"]), str(event["summary"])) == ("CANCELLED", "Cancelada: Sesión 1 de la mesa técnica")
        assert (event["uid"], int(event["sequence"])) == (before["uid"], int(before["sequence"]) + 1)
        assert [due for due in dues(day) if due.kind == "session"] == []

    def test_the_workspace_shows_no_session_before_its_notice(self, scene):
        planned_session(scene)
        assert [due for due in dues(ON, ON + timedelta(days=366)) if due.kind == "session"] == []

    def test_the_hour_is_the_installation_s(self, scene, read, monkeypatch):
        noticed_session(scene)
        zone.cache_clear()
        monkeypatch.setenv("CONCIERTA_TIME_ZONE", "America/Santiago")
        try:
            (event,) = events(read())
        finally:
            monkeypatch.undo()
            zone.cache_clear()
        assert (event["dtstart"].params["TZID"], event.decoded("dtstart")) == ("America/Santiago", SESSION_AT)


def test_a_date_without_an_hour_is_another_event_on_another_day(cast):
    one = Bundle("Tarea", (AssignedObligation(DueKind.ACTION_ITEM, "action:1", "Tarea", date(2025, 1, 9), None),))
    moved = Bundle("Tarea", (AssignedObligation(DueKind.ACTION_ITEM, "action:1", "Tarea", date(2025, 1, 10), None),))
    assert uid_of(one) != uid_of(moved)
    assert uid_of(one) == uid_of(Bundle("Otra", (replace(one.first, title="Otra"),)))


def test_who_may(cast):
    assert can_send_digests(None)
    assert not can_send_digests(cast.secretary)
    assert can_make_feed(cast.reporter, cast.desarrollo, Role.REPORTER)
    assert not can_make_feed(cast.outsider, cast.desarrollo, Role.REPORTER)
    feed_of(cast)
    feed = CalendarFeed.objects.get()
    assert can_end_feed(cast.reporter, feed)
    assert not can_end_feed(cast.outsider, feed)
