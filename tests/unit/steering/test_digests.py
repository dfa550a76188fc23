"""The letter of the day: what it says, to whom, and that there is never a second one."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import translation

from concierta.kernel.errors import PermissionRefused
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.responsibilities.enums import Duty
from concierta.steering.models import Digest
from concierta.steering.operations import DigestCounts, send_digests
from concierta.steering.operations.digests import message_id
from concierta.steering.queries import DigestContent, Letter, digests_on
from factories import AT, count_queries, make_indicator, make_person, submitted_report
from factories.mesa import noticed_session
from factories.steering import REPORTS_DUE, name_holder

pytestmark = pytest.mark.django_db

ON, TOO_LATE = date(2025, 1, 3), date(2025, 1, 15)


@pytest.fixture(autouse=True)
def mail_server(settings) -> None:
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.BASE_URL = "https://empleo.example.gov.co"


def send(on: date = ON, at: datetime = AT, **changes: object) -> DigestCounts:
    return send_digests(on=on, by=None, at=at, **changes)


class TestContent:
    def test_one_for_each_person_to_whom_something_falls(self, cast):
        (content,) = digests_on(ON)
        assert content.person == cast.reporter
        assert [bundle.title for bundle in content.coming] == [
            "Reportar: Personas atendidas R-01 (4.º trimestre de 2024)"
        ]
        assert (content.count_overdue, content.count_coming, content.count_escalated, content.count) == (0, 1, 0, 1)

    def test_what_is_late_is_told_apart(self, cast):
        (content,) = digests_on(date(2025, 1, 10))
        assert (content.count_overdue, content.count_coming) == (1, 0)

    def test_what_is_escalated_stands_under_its_own_heading_of_another_letter(self, cast):
        boss = make_person("Berta Jefe", (Role.REPORTER, cast.desarrollo))
        name_holder(cast.indicator, Duty.REPORTS, cast.desarrollo, cast.reporter)
        name_holder(cast.indicator, Duty.ACCOUNTABLE, cast.desarrollo, boss)
        contents = {content.person: content for content in digests_on(TOO_LATE)}
        assert [contents[boss].count_overdue, contents[boss].count_escalated] == [0, 1]
        assert [contents[cast.reporter].count_overdue, contents[cast.reporter].count_escalated] == [1, 0]

    def test_many_reports_of_one_period_are_one_line(self, cast):
        for number in range(4):
            make_indicator(cast, f"M-{number}")
        (content,) = digests_on(ON)
        assert [bundle.title for bundle in content.coming] == ["Reportar 5 indicadores: 4.º trimestre de 2024"]
        assert content.count_coming == 5

    def test_a_session_is_a_date_to_know(self, scene):
        noticed_session(scene)
        contents = {content.person: content for content in digests_on(date(2025, 1, 17))}
        content = contents[scene.principal("cut")]
        assert [bundle.title for bundle in content.dates] == ["Sesión 1 de la mesa técnica"]
        assert content.count == 1

    def test_the_number_of_questions_does_not_depend_on_people_or_matters(self, cast):
        few = count_queries(lambda: digests_on(ON))
        for number in range(5):
            make_indicator(cast, f"M-{number}")
            make_person(f"Otro {number}", (Role.REPORTER, cast.desarrollo))
        assert count_queries(lambda: digests_on(ON)) == few


class TestSending:
    def test_one_letter_with_the_finding_as_its_subject(self, cast):
        make_indicator(cast, "R-02")
        assert send() == DigestCounts(people=1, sent=1)
        (letter,) = mail.outbox
        assert letter.to == ["rosa.reporta@example.org"]
        assert letter.subject == "2 asuntos vencen hasta el 13 de enero de 2025"
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"

    def test_both_forms_say_the_same_with_links_that_work_from_outside(self, cast):
        send()
        (letter,) = mail.outbox
        ((html, kind),) = letter.alternatives
        assert kind == "text/html"
        link = f"https://empleo.example.gov.co/trabajo/reportes/{cast.indicator.pk}/{cast.period.pk}/"
        for form in (letter.body, html):
            assert "Rosa Reporta" in form
            assert "Reportar: Personas atendidas R-01" in form
            assert "9 de enero de 2025 (vence en 3 días hábiles)" in form
            assert link in form
            assert "https://empleo.example.gov.co/trabajo/calendario/" in form

    def test_what_people_typed_is_not_markup(self, cast):
        type(cast.indicator).objects.update(name="<b>Personas</b> & más")
        send()
        (letter,) = mail.outbox
        assert "<b>Personas</b> & más" in letter.body
        assert "&lt;b&gt;Personas&lt;/b&gt; &amp; más" in letter.alternatives[0][0]

    def test_the_row_is_written_and_marked(self, cast):
        send()
        digest = Digest.objects.get()
        assert (digest.person, digest.on, digest.items) == (cast.reporter, ON, 1)
        assert digest.sent_at is not None

    def test_nobody_is_written_to_twice_on_a_day(self, cast):
        send()
        assert send(at=AT + timedelta(hours=3)) == DigestCounts(people=1, sent_before=1)
        assert len(mail.outbox) == 1

    def test_the_next_day_has_its_own(self, cast):
        send()
        send(on=ON + timedelta(days=1), at=AT + timedelta(days=1))
        assert len(mail.outbox) == 2

    def test_nothing_when_nothing_is_due(self, cast):
        submitted_report(cast)
        assert send(on=date(2025, 1, 2)) == DigestCounts()
        assert (mail.outbox, Digest.objects.count()) == ([], 0)

    def test_an_account_that_is_not_active_is_not_written_to(self, cast):
        User.objects.filter(pk=cast.reporter.pk).update(is_active=False)
        assert send() == DigestCounts()

    def test_without_a_mail_server_nothing_is_sent_and_nothing_is_lost(self, cast, settings):
        settings.SENDS_MAIL = False
        assert send() == DigestCounts(people=1, unsent=1)
        assert (mail.outbox, Digest.objects.count()) == ([], 0)
        settings.SENDS_MAIL = True
        assert send() == DigestCounts(people=1, sent=1)

    def test_only_the_operator_sends(self, cast):
        with pytest.raises(PermissionRefused, match="concierta remind"):
            send_digests(on=ON, by=cast.secretary, at=AT)

    def test_old_rows_are_forgotten_after_ninety_days(self, cast):
        for days in (90, 91):
            Digest.objects.create(person=cast.reporter, on=ON - timedelta(days=days), items=1)
        send()
        assert set(Digest.objects.values_list("on", flat=True)) == {ON, ON - timedelta(days=90)}


class TestLanguage:
    """Each person is written to in theirs; somebody else's choice changes nobody's letter."""

    @pytest.fixture
    def english(self, cast) -> User:
        cast.indicator.name_en = "People served"
        cast.indicator.save()
        return make_person("Ellen English", (Role.REPORTER, cast.desarrollo), language="en")

    def test_each_letter_is_in_the_language_of_its_reader(self, cast, english):
        assert send() == DigestCounts(people=2, sent=2)
        letters = {letter.to[0]: letter for letter in mail.outbox}
        ours, theirs = letters[cast.reporter.email], letters[english.email]
        assert "Personas atendidas R-01" in ours.body
        assert '<html lang="es">' in ours.alternatives[0][0]
        assert "People served" in theirs.body
        assert '<html lang="en">' in theirs.alternatives[0][0]

    def test_whoever_runs_it_in_another_language_changes_nothing(self, cast):
        with translation.override("en"):
            send()
        assert mail.outbox[0].subject == "1 asunto vence hasta el 13 de enero de 2025"


class TestTrouble:
    def test_a_letter_that_fails_keeps_nobody_else_waiting_and_goes_with_the_next_run(self, cast, caplog):
        make_person("Luis León", (Role.REPORTER, cast.desarrollo))
        refused = [cast.reporter.email]

        def writer(content: DigestContent) -> Letter:
            if content.person.email in refused:
                raise OSError("the server hung up")
            return Letter("s", "t", "<p>h</p>")

        assert send(writer=writer) == DigestCounts(people=2, sent=1, failed=1)
        refused.clear()
        assert send(writer=writer) == DigestCounts(people=2, sent=1, sent_before=1)
        assert sorted(letter.to[0] for letter in mail.outbox) == ["luis.león@example.org", "rosa.reporta@example.org"]

    def test_another_process_has_it_in_hand(self, cast):
        Digest.objects.create(person=cast.reporter, on=ON, items=1, claimed_at=AT - timedelta(minutes=14))
        assert send() == DigestCounts(people=1, sent_before=1)
        assert mail.outbox == []

    def test_a_process_that_died_leaves_a_claim_that_goes_stale(self, cast):
        Digest.objects.create(person=cast.reporter, on=ON, items=7, claimed_at=AT - timedelta(minutes=16))
        assert send() == DigestCounts(people=1, sent=1)
        assert Digest.objects.get().items == 1

    def test_a_letter_sent_again_after_a_death_has_the_same_name(self, cast):
        (content,) = digests_on(ON)
        send()
        (letter,) = mail.outbox
        assert letter.extra_headers["Message-ID"] == message_id(content)
        assert "rosa" not in message_id(content)

    def test_what_was_sent_is_never_taken_up_again(self, cast):
        Digest.objects.create(
            person=cast.reporter, on=ON, items=1, claimed_at=AT - timedelta(days=1), sent_at=AT - timedelta(days=1)
        )
        assert send() == DigestCounts(people=1, sent_before=1)


@pytest.mark.parametrize(
    ("overdue", "coming", "dates", "escalated", "subject"),
    [
        (0, 1, 0, 0, "1 asunto vence hasta el 9 de enero de 2025"),
        (1, 3, 0, 0, "3 asuntos vencen hasta el 9 de enero de 2025; 1 está vencido"),
        (2, 1, 5, 4, "1 asunto vence hasta el 9 de enero de 2025; 2 están vencidos; 4 escalados a usted"),
        (2, 0, 0, 0, "2 asuntos están vencidos"),
        (0, 0, 0, 1, "1 asunto vencido de otra persona, escalado a usted"),
        (0, 0, 1, 0, "1 fecha para tener en cuenta hasta el 9 de enero de 2025"),
    ],
)
def test_the_subject_states_the_finding(overdue, coming, dates, escalated, subject):
    from concierta.web.workspace.steering.letters import subject_of

    class Counted(DigestContent):
        count_overdue, count_coming, count_escalated = overdue, coming, escalated

    content = Counted(User(), ON, REPORTS_DUE, (), (), tuple(range(dates)), ())
    assert subject_of(content) == subject
