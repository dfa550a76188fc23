"""The calendar of the workspace, the calendars to carry, and their file for somebody without a session."""

import re
from datetime import UTC, date, datetime

import icalendar
import pytest
from django.core.cache import cache

from concierta.kernel import clock
from concierta.people.enums import Role
from concierta.steering.models import CalendarFeed
from concierta.steering.operations import make_feed
from factories import AT, count_queries, make_indicator, make_period, make_person, submitted_report
from factories.campaigns import CampaignCast, drawn_campaign
from factories.mesa import make_mesa, noticed_session
from factories.parts import signed_by
from factories.steering import make_steered

pytestmark = pytest.mark.django_db

PAGE, CARRY = "/trabajo/calendario/", "/trabajo/calendario/llevar/"


@pytest.fixture(autouse=True)
def january_third(monkeypatch) -> None:
    """A Friday; the reports of the cast are due on Thursday 9."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 1, 3, 15, tzinfo=UTC))


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def on_day(monkeypatch, day: date) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 15, tzinfo=UTC))


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\N{NO-BREAK SPACE}", " ")


class TestPage:
    def test_its_title_is_the_finding(self, cast, visitor):
        shown = text_of(visitor(cast.reporter).get(PAGE))
        assert "1 asunto vence en enero de 2025" in shown
        assert "jueves 9 de enero en 3 días hábiles" in shown
        assert "Reporte por enviar · Rosa Reporta (DESARROLLO)" in shown

    def test_it_leads_to_the_page_where_it_is_done(self, cast, visitor):
        page = visitor(cast.reporter).get(PAGE).content.decode()
        assert f'href="/trabajo/reportes/{cast.indicator.pk}/{cast.period.pk}/"' in page

    def test_what_is_late_stands_above(self, cast, visitor, monkeypatch):
        on_day(monkeypatch, date(2025, 1, 15))
        shown = text_of(visitor(cast.reporter).get(PAGE))
        assert "Nada vence en enero de 2025; 1 está vencido" in shown
        assert "Vencido · escalado" in shown
        assert "venció hace 4 días hábiles" in shown

    def test_what_others_left_late_stands_apart_for_whoever_hears_of_it(self, cast, visitor, monkeypatch):
        on_day(monkeypatch, date(2025, 1, 15))
        shown = text_of(visitor(cast.secretary).get(PAGE))
        assert "Nada vence en enero de 2025; 1 escalado a usted" in shown
        assert "Escalado a usted Le corresponde a otras personas y usted rinde cuentas." in shown

    def test_others_with_a_part_see_the_entity_and_not_the_person(self, cast, visitor):
        signed_by(cast, cast.sena)
        shown = text_of(visitor(cast.outsider).get(f"{PAGE}?de=todas"))
        assert "Reporte por enviar · DESARROLLO" in shown
        assert "Rosa Reporta" not in shown
        page = visitor(cast.outsider).get(f"{PAGE}?de=todas").content.decode()
        assert f'href="/trabajo/reportes/{cast.indicator.pk}' not in page

    def test_who_has_no_part_in_the_plan_sees_nothing_of_it(self, cast, visitor):
        for whose in ("todas", "desarrollo", ""):
            page = visitor(cast.outsider).get(f"{PAGE}?de={whose}").content.decode()
            assert "DESARROLLO</" not in page
            assert "Plan Local de Empleo" not in page
            assert "Ninguna fecha en este mes" in page

    def test_the_secretariat_sees_who(self, cast, visitor):
        assert "Rosa Reporta (DESARROLLO)" in text_of(visitor(cast.secretary).get(f"{PAGE}?de=todas"))

    def test_one_entity_at_a_time(self, cast, visitor):
        make_indicator(cast, "S-1", reporter=cast.sena)
        shown = text_of(visitor(cast.secretary).get(f"{PAGE}?de=sena"))
        assert "Reportar: Personas atendidas S-1" in shown
        assert "Personas atendidas R-01" not in shown

    def test_month_by_month(self, cast, visitor):
        make_period(cast.plan, "2025-T1")
        page = visitor(cast.secretary).get(f"{PAGE}?mes=2025-03&de=todas")
        shown = text_of(page)
        assert "Nada vence en marzo de 2025" in shown
        assert "Corte del 31 de marzo de 2025: Plan Local de Empleo" in shown
        assert "?mes=2025-02&amp;de=todas" in page.content.decode()
        assert "?mes=2025-04&amp;de=todas" in page.content.decode()

    @pytest.mark.parametrize("month", ["2024-12", "nonsense", "2025-13", "", "0001-01"])
    def test_a_month_that_is_past_or_none_is_this_one(self, cast, visitor, month):
        assert "vence en enero de 2025" in text_of(visitor(cast.reporter).get(f"{PAGE}?mes={month}"))

    def test_two_years_are_enough_ahead(self, cast, visitor):
        page = visitor(cast.reporter).get(f"{PAGE}?mes=2090-01")
        assert "Nada vence en enero de 2027" in text_of(page)
        assert 'rel="next"' not in page.content.decode()

    def test_many_reports_are_one_line(self, cast, visitor):
        for number in range(3):
            make_indicator(cast, f"M-{number}")
        shown = text_of(visitor(cast.reporter).get(PAGE))
        assert "4 asuntos vencen en enero de 2025" in shown
        assert "Reportar 4 indicadores: 4.º trimestre de 2024" in shown

    def test_a_session_is_everybodys_date(self, visitor, db):
        scene = make_steered()
        noticed_session(scene)
        shown = text_of(visitor(scene.principal("cut")).get(PAGE))
        assert "Nada vence en enero de 2025" in shown
        assert "lunes 20 de enero" in shown
        assert "Sesión 1 de la mesa técnica" in shown

    def test_a_second_look_is_shown_to_nobody_else(self, db, visitor):
        cast = CampaignCast.make()
        cast.reports(desarrollo=1, comfandi=1)
        campaign = drawn_campaign(cast)
        second = campaign.reports.filter(second_verifier__isnull=False).first()
        name = second.report.indicator.name
        href = f"/trabajo/verificacion/segunda/{second.pk}/"
        pages = {
            person: visitor(person).get(f"{PAGE}?de=todas").content.decode()
            for person in (cast.secretary, second.second_verifier)
        }
        assert href not in pages[cast.secretary]
        assert pages[cast.secretary].count(name) <= 1
        assert href in pages[second.second_verifier]

    def test_a_delegate_without_a_role_is_told_what_will_appear(self, cast, visitor):
        principal = make_person("Tito Titular")
        make_mesa(cast).seats["cut"].__class__.objects.filter(entity__code="cut").update(principal=principal)
        shown = text_of(visitor(principal).get(PAGE))
        assert "Cuando tenga un papel en una entidad podrá crear aquí su calendario." in shown

    @pytest.mark.parametrize(
        ("sends", "words"), [(True, "recibe además un solo mensaje"), (False, "no tiene servidor de correo")]
    )
    def test_it_says_whether_letters_are_sent(self, cast, visitor, settings, sends, words):
        settings.SENDS_MAIL = sends
        assert words in text_of(visitor(cast.reporter).get(PAGE))

    def test_the_number_of_questions_does_not_depend_on_how_much_is_due(self, cast, visitor):
        client = visitor(cast.secretary)
        client.get(PAGE)  # the first request of a day asks who takes over
        few = count_queries(lambda: client.get(f"{PAGE}?de=todas"))
        for number in range(5):
            make_indicator(cast, f"M-{number}")
        assert count_queries(lambda: client.get(f"{PAGE}?de=todas")) == few


class TestCarrying:
    def test_the_address_is_shown_once(self, cast, visitor, settings):
        settings.BASE_URL = "https://empleo.example.gov.co"
        client = visitor(cast.reporter)
        response = client.post(CARRY, {"acting": "desarrollo:reporter"})
        (address,) = re.findall(r"https://empleo\.example\.gov\.co(/calendario/[\w-]{43}\.ics)", text_of(response))
        assert response.headers["Cache-Control"] == "no-store"
        assert "calendario/" + address.split("/")[-1] not in client.get(PAGE).content.decode()
        assert "Reporta · Desarrollo" in text_of(client.get(PAGE))
        assert visitor().get(address).status_code == 200

    def test_a_second_one_is_refused_in_words(self, cast, visitor):
        client = visitor(cast.reporter)
        client.post(CARRY, {"acting": "desarrollo:reporter"})
        response = client.post(CARRY, {"acting": "desarrollo:reporter"})
        assert response.status_code == 422
        assert "termínelo y cree otro" in text_of(response)

    def test_a_role_that_one_has_not_is_no_choice(self, cast, visitor):
        assert visitor(cast.reporter).post(CARRY, {"acting": "control:verifier"}).status_code == 422
        assert not CalendarFeed.objects.exists()

    def test_ending_it(self, cast, visitor):
        secret = make_feed(entity=cast.desarrollo, role=Role.REPORTER, by=cast.reporter, at=AT)
        client = visitor(cast.reporter)
        response = client.post(f"{CARRY}{CalendarFeed.objects.get().pk}/terminar/", follow=True)
        assert "El calendario terminó" in text_of(response)
        assert visitor().get(f"/calendario/{secret}.ics").status_code == 404

    def test_nobody_ends_anothers(self, cast, visitor):
        make_feed(entity=cast.desarrollo, role=Role.REPORTER, by=cast.reporter, at=AT)
        assert visitor(cast.secretary).post(f"{CARRY}{CalendarFeed.objects.get().pk}/terminar/").status_code == 404
        assert CalendarFeed.objects.get().ended_at is None


class TestFile:
    @pytest.fixture
    def address(self, cast) -> str:
        secret = make_feed(entity=cast.desarrollo, role=Role.REPORTER, by=cast.reporter, at=AT)
        return f"/calendario/{secret}.ics"

    def test_it_is_a_calendar_without_a_session(self, cast, visitor, address):
        response = visitor().get(address)
        (event,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
        assert str(event["summary"]) == "Reportar: Personas atendidas R-01 (4.º trimestre de 2024)"
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert not response.cookies

    def test_what_has_not_changed_is_not_sent_again(self, cast, visitor, address):
        tag = visitor().get(address).headers["ETag"]
        again = visitor().get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        submitted_report(cast)
        assert visitor().get(address, headers={"If-None-Match": tag}).status_code == 200

    def test_it_speaks_the_language_of_the_installation_whoever_asks(self, cast, visitor, address):
        assert visitor().get(address).content == visitor().get(address, headers={"Accept-Language": "en"}).content

    def test_of_somebody_who_chose_one_it_speaks_theirs(self, cast, visitor, address):
        cast.reporter.language = "en"
        cast.reporter.save()
        name = icalendar.Calendar.from_ical(visitor().get(address).content)["NAME"]
        assert str(name) == "Concierta: Reporter, DESARROLLO"

    def test_whatever_is_wrong_with_an_address_the_answer_is_the_same(self, cast, visitor, address):
        CalendarFeed.objects.update(ended_at=AT)
        ended, unknown = visitor().get(address), visitor().get("/calendario/never-was.ics")
        assert ended.status_code == unknown.status_code == 404
        assert ended.content == unknown.content
        assert dict(ended.headers) == dict(unknown.headers)

    def test_whoever_asks_too_often_waits(self, cast, visitor, address, monkeypatch):
        from concierta.web.workspace.steering import views

        monkeypatch.setattr(views, "_FEED_READS", 2)
        statuses = [visitor().get(path).status_code for path in (address, "/calendario/x.ics", address)]
        assert statuses == [200, 404, 429]

    def test_it_is_only_read(self, cast, visitor, address):
        assert visitor().post(address).status_code == 405


class TestMyWork:
    def test_what_has_no_list_of_its_own_is_shown(self, visitor, db):
        scene = make_steered()
        noticed_session(scene, starts_at=datetime(2025, 1, 10, 14, tzinfo=UTC), at=datetime(2024, 12, 20, tzinfo=UTC))
        shown = text_of(visitor(scene.principal("cut")).get("/trabajo/"))
        assert "1 fecha hasta el 13 de enero de 2025" in shown
        assert "Sesión 1 de la mesa técnica" in shown

    def test_reports_are_not_told_twice(self, cast, visitor):
        assert "Ver el calendario" not in text_of(visitor(cast.reporter).get("/trabajo/"))

    def test_what_was_escalated_is(self, cast, visitor, monkeypatch):
        on_day(monkeypatch, date(2025, 1, 15))
        shown = text_of(visitor(cast.secretary).get("/trabajo/"))
        assert "1 asunto vencido de otra persona se escaló a usted." in shown
