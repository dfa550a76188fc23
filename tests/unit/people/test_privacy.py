"""What is kept of people is on record, all of it, and forgetting somebody erases what the record says."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import override

from concierta.accounts.models import Block
from concierta.accounts.operations import block_account, unblock_account
from concierta.budgets.models import OpportunityContact
from concierta.evidence.models import Evidence
from concierta.evidence.operations import destroy_file, store_evidence
from concierta.evidence.queries import open_evidence, verify_stored_files
from concierta.kernel.errors import NotFound, PermissionRefused, TransitionRefused
from concierta.ledger.models import Salt
from concierta.ledger.operations import apply_retention, forget_address, forget_person
from concierta.ledger.queries import ledger_problems
from concierta.mesa.models import Delegation
from concierta.people.models import User
from concierta.people.privacy import all_kept, notice
from concierta.steering.models import CalendarFeed, Digest
from factories import AT, Cast
from factories.files import PDF, upload
from factories.means import sought
from factories.mesa import MesaCast, delegate_of, make_mesa

_TEXT = (models.CharField, models.TextField)
_ALWAYS = (models.EmailField, models.GenericIPAddressField, models.FileField)
#: How a field is called that says who somebody is, where they can be found, or what they hold.
_PERSONAL = re.compile(
    r"(^|_)(name|names|email|mail|address|phone|mobile|contact|position|identifier|filename|user_agent|ip|password|"
    r"secret|token|statement|language|birth|document_number|session_key|session_data|last_login|signature|person|who)"
    r"(_|$)"
)
#: Django's own, which nobody of ours is in: permissions and types have no rows about people.
_WITHOUT_PEOPLE = {"auth.Permission", "auth.Group", "auth.Group_permissions", "contenttypes.ContentType"}
#: Called like what says who somebody is, and about no person.
NOT_OF_PEOPLE = {
    "account.EmailConfirmation.key": "allauth's, unused: no address is confirmed by it, and the table stays empty",
    "account.EmailConfirmation.email_address": "allauth's, unused: the table stays empty",
    "people.Territory.name": "a place",
    "people.Entity.name": "an organisation",
    "people.Entity.mail_domain": "of an organisation",
    "ledger.Salt.name": "which sealed value of an act it opens",
    "agreements.Competence.norm_name": "of a norm",
    "agreements.Mandate.act_name": "of an act of an organ",
    "agreements.TextVersion.language": "of a text",
    "mesa.Mesa.name": "of the table",
    "mesa.Mesa.name_en": "of the table",
    "plans.Plan.name": "of the plan",
    "plans.Plan.name_en": "of the plan",
    "plans.Node.name": "of a part of the plan",
    "plans.Node.name_en": "of a part of the plan",
    "plans.Project.name": "of a project",
    "plans.Product.name": "of a product",
    "plans.Product.goal_name": "of a goal",
    "plans.Activity.name": "of an activity",
    "plans.MatrixImport.names": "how the sheet calls its columns",
    "plans.ReconciliationRow.name": "of a part of the plan",
    "indicators.CategorySet.name": "of a classification",
    "indicators.CategorySet.name_en": "of a classification",
    "indicators.Category.name": "of a group",
    "indicators.Category.name_en": "of a group",
    "indicators.Indicator.name": "of an indicator",
    "indicators.Indicator.name_en": "of an indicator",
    "budgets.FundingSource.name": "of a source of money",
    "budgets.BudgetLine.project_name": "of a project",
    "budgets.BudgetLine.activity_name": "of an activity",
    "budgets.BudgetLine.object_name": "of an object of spending",
    "budgets.PriceIndex.name": "of an index",
}


def fields() -> list[tuple[type[models.Model], models.Field]]:
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in _WITHOUT_PEOPLE
        for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many)
    ]


def may_be_of_a_person(model: type[models.Model], field: models.Field) -> bool:
    if model is User:
        return not field.primary_key
    if field.related_model is User:
        return True
    named = isinstance(field, (*_TEXT, models.JSONField)) and bool(_PERSONAL.search(field.name))
    return isinstance(field, _ALWAYS) or (named and not field.choices)


def test_every_field_that_can_be_of_a_person_is_on_record():
    """The page says all that is kept: a field added to a model tomorrow must say what it is kept for, or why it is of
    nobody."""
    found = {f"{model._meta.label}.{field.name}" for model, field in fields() if may_be_of_a_person(model, field)}
    recorded = {place for one in all_kept() if one.model is not None for place in one.places}
    assert sorted(found - recorded - NOT_OF_PEOPLE.keys()) == []


def test_what_is_on_record_exists_and_nothing_is_excused_that_does_not():
    existing = {f"{model._meta.label}.{field.name}" for model, field in fields()}
    recorded = [place for one in all_kept() if one.model is not None for place in one.places]
    assert sorted(set(recorded) - existing) == []
    assert sorted(NOT_OF_PEOPLE.keys() - existing) == []
    assert sorted(NOT_OF_PEOPLE.keys() & set(recorded)) == []
    assert len(recorded) == len(set(recorded))


def test_everything_says_why_on_which_ground_how_long_and_how_it_is_forgotten():
    for one in all_kept():
        assert all(str(said).strip() for said in (one.what, one.purpose, one.kept, one.forgetting)), one.places
        assert one.ground.label


def test_the_page_says_each_place_once_and_in_both_languages():
    spanish = notice()
    with override("en"):
        english = [str(line.what) for line in notice()]
    places = [place for line in spanish for place in line.places]
    assert len(places) == len(set(places)) == sum(len(one.places) for one in all_kept())
    assert all(word not in english for word in (str(line.what) for line in spanish))


@pytest.mark.django_db
def test_anybody_reads_it(client):
    page = client.get("/trabajo/privacidad/").content.decode()
    for place in (place for line in notice() for place in line.places):
        assert place in page


@pytest.fixture
def person(cast: Cast) -> User:
    return cast.reporter


@pytest.mark.django_db
class TestForgetting:
    def test_the_account_keeps_nothing_that_says_who_it_was(self, person: User) -> None:
        apps.get_model("account", "EmailAddress").objects.create(user=person, email=person.email)
        session = person.get_session_auth_hash()

        forget_person(person=person, by=None, at=AT)

        person.refresh_from_db()
        assert (person.name, person.email, person.language, person.last_login) == (
            "",
            f"olvidado-{person.pk}@invalid.invalid",
            "",
            None,
        )
        assert not person.has_usable_password()
        assert person.get_session_auth_hash() != session
        assert not apps.get_model("account", "EmailAddress").objects.exists()

    def test_the_names_they_gave_to_files_go_and_the_files_stay(self, person: User, cast: Cast) -> None:
        by = {"entity": cast.desarrollo, "by": person, "at": AT}
        own = store_evidence(upload=upload(PDF + b"uno"), filename="Lista de Rosa.PDF", **by)
        told = store_evidence(upload=upload(PDF + b"dos"), filename="rosa.pdf", title="Lista de asistencia", **by)
        others = store_evidence(
            upload=upload(PDF + b"tres"), filename="acta.pdf", entity=cast.planeacion, by=cast.reviewer, at=AT
        )

        forget_person(person=person, by=None, at=AT)

        said = {one.pk: (one.filename, one.title) for one in Evidence.objects.all()}
        assert said == {
            own.pk: ("archivo.pdf", "archivo.pdf"),
            told.pk: ("archivo.pdf", "Lista de asistencia"),
            others.pk: ("acta.pdf", "acta.pdf"),
        }
        assert verify_stored_files() == []

    def test_the_letter_that_named_a_delegate_is_destroyed_and_the_delegation_stays(
        self, cast: Cast, django_capture_on_commit_callbacks
    ) -> None:
        scene: MesaCast = make_mesa(cast)
        delegation = delegate_of(scene, "cut")

        with django_capture_on_commit_callbacks(execute=True):
            forget_person(person=delegation.person, by=None, at=AT)

        delegation = Delegation.objects.select_related("document__file").get(pk=delegation.pk)
        letter = delegation.document
        assert (letter.title, letter.filename, letter.file.destroyed_at) == ("Delegación escrita", "archivo", AT)
        assert not storages["evidence"].exists(letter.file.storage_name)
        assert verify_stored_files() == []
        with pytest.raises(NotFound, match="pidió que la olvidaran"):
            open_evidence(letter)

    def test_a_letter_that_names_two_stays_until_both_are_forgotten(
        self, cast: Cast, django_capture_on_commit_callbacks
    ) -> None:
        scene = make_mesa(cast)
        first = delegate_of(scene, "cut")
        second = Delegation.objects.create(
            seat=first.seat, person=cast.outsider, document=first.document, since=first.since, until=first.since
        )
        with django_capture_on_commit_callbacks(execute=True):
            forget_person(person=first.person, by=None, at=AT)
            forget_person(person=first.person, by=None, at=AT)
        second.refresh_from_db()
        assert second.document.file.destroyed_at is None

    def test_a_block_keeps_neither_reason_nor_what_opens_its_seals(self, person: User, cast: Cast) -> None:
        block_account(person=person, reason="Robo del teléfono de Rosa.", by=cast.secretary, at=AT)
        unblock_account(person=person, reason="Rosa lo encontró.", by=cast.secretary, at=AT)
        block_account(person=person, reason="Otra vez.", by=cast.secretary, at=AT)

        assert forget_person(person=person, by=None, at=AT) == 3

        assert {(one.reason, one.lift_reason) for one in Block.objects.all()} == {("", "")}
        assert not Salt.objects.exists()
        assert ledger_problems() == []
        person.refresh_from_db()
        with pytest.raises(TransitionRefused, match="no está bloqueada"):
            unblock_account(person=person, reason="Volver.", by=None, at=AT)

    def test_calendars_and_letters_sent_are_erased(self, person: User, cast: Cast) -> None:
        Digest.objects.create(person=person, on=date(2025, 1, 3), items=2)
        CalendarFeed.objects.create(
            person=person, entity=cast.desarrollo, role="reporter", secret_sha256="0" * 64, made_at=AT
        )
        forget_person(person=person, by=None, at=AT)
        assert not Digest.objects.exists()
        assert not CalendarFeed.objects.exists()

    def test_drafts_and_kept_letters_are_erased(self, person: User, cast: Cast, settings, tmp_path) -> None:
        settings.HOME = tmp_path
        for folder, name, text in (
            ("drafts", f"{person.pk}-pledge-1.json", "{}"),
            ("drafts", f"{cast.reviewer.pk}-pledge-1.json", "{}"),
            ("mail", "one.log", f"To: {person.email.upper()}"),
            ("mail", "two.log", f"To: {cast.reviewer.email}"),
        ):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / name).write_text(text)

        forget_person(person=person, by=None, at=AT)

        left = sorted(path.name for path in tmp_path.glob("*/*") if path.is_file())
        assert left == sorted([f"{cast.reviewer.pk}-pledge-1.json", "two.log"])

    def test_a_funders_contact_is_forgotten_by_their_address(self, cast: Cast) -> None:
        keep = {"opportunity": sought(cast), "purpose": "Seguir la gestión", "keep_until": date(2026, 1, 1)}
        OpportunityContact.objects.create(name="Fabio Financia", email="Fabio@example.org", **keep)
        kept = OpportunityContact.objects.create(name="Sin Correo", phone="602 555", **keep)

        assert forget_address(address=" fabio@example.org ", by=None, at=AT) == 0

        assert list(OpportunityContact.objects.all()) == [kept]
        with pytest.raises(NotFound, match="No se guarda nada"):
            forget_address(address="fabio@example.org", by=None, at=AT)

    def test_only_who_operates_the_machine_forgets_destroys_and_expires(self, cast: Cast) -> None:
        for act in (
            lambda: forget_address(address=cast.reporter.email, by=cast.secretary, at=AT),
            lambda: apply_retention(on=AT.date(), by=cast.secretary, at=AT),
            lambda: destroy_file(file=None, by=cast.secretary, at=AT),
        ):
            with pytest.raises(PermissionRefused):
                act()


@pytest.mark.django_db
def test_what_has_a_term_is_erased_when_it_is_over_and_not_before(cast: Cast) -> None:
    opportunity = sought(cast)
    contact = {"opportunity": opportunity, "name": "Fabio", "purpose": "Seguir la gestión"}
    OpportunityContact.objects.create(keep_until=date(2025, 1, 9), **contact)
    OpportunityContact.objects.create(keep_until=date(2025, 1, 10), **contact)
    for days in (90, 91):
        Digest.objects.create(person=cast.reporter, on=date(2025, 1, 10) - timedelta(days=days), items=1)
    for key, day in (("over", 8), ("of-today", 10)):
        ends = datetime(2025, 1, day, 12, tzinfo=AT.tzinfo)
        Session.objects.create(session_key=key, session_data="", expire_date=ends)

    assert apply_retention(on=date(2025, 1, 10), by=None, at=AT) == 3

    assert [one.keep_until.day for one in OpportunityContact.objects.all()] == [10]
    assert [one.on for one in Digest.objects.all()] == [date(2025, 1, 10) - timedelta(days=90)]
    assert [one.session_key for one in Session.objects.all()] == ["of-today"]
