"""Who may open what: every address of the workspace is in this table, and each role gets what the table says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from concierta.agreements.models import Agreement, Signatory
from concierta.people.enums import Role
from concierta.people.models import Membership
from concierta.plans.models import Plan
from factories import Cast, make_entity, make_person, reviewed_report
from factories.cast import CONFIRMED, SINCE
from factories.sending import with_token
from unit.web import arguments

pytestmark = pytest.mark.django_db

DOOR = 302  # to the login
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
#: `outsider` acts for an entity without a part in the plan, unless what the address is made of gives it one; `stranger`
#: holds every role in another plan; `nobody` has an account and no role.
PEOPLE = ("reporter", "reviewer", "verifier", "secretary", "member", "outsider", "stranger", "nobody")


@dataclass(frozen=True)
class Row:
    """`arguments` of the address, from the cast and its reviewed report. `allowed` people get `status`, the others
    `refused`; None for `allowed` means that no session is needed."""

    arguments: Callable[[Cast, Any], list[Any]] = lambda cast, report: []
    allowed: tuple[str, ...] | None = PEOPLE
    status: int = 200
    refused: int = 403
    post: bool = False


REPORTING = ("reporter", "outsider")
REVIEWING = ("reviewer", "outsider")
VERIFYING = ("verifier", "outsider")
SECRETARIAT = ("secretary",)
ANSWERING = ("reporter", "reviewer", "verifier", "secretary", "member", "outsider")
GIVING = ("reporter", "secretary", "outsider")
#: `desarrollo` presides, `sena` votes, `planeacion` convenes.
AT_THE_MESA = ("reporter", "reviewer", "secretary", "member", "outsider")
KEPT_BY_SECRETARIAT = (
    "new_session",
    "mesa_seat",
    "mesa_delegation",
    "edit_session",
    "session_notice",
    "session_item",
    "item_notes",
    "minutes_section",
    "sign_minutes",
    "review_project",
)
#: Those whose entity reports, reviews, verifies or keeps the plan see a report that was sent.
PARTS = ("reporter", "reviewer", "verifier", "secretary", "member")


TABLE = {
    # No session needed: the door, and what the door is made of.
    "nothing_published": Row(allowed=None),
    "asset": Row(lambda cast, report: ["theme.js"], allowed=None, status=404),
    "choose_language": Row(lambda cast, report: ["en"], allowed=None, status=302),
    "account_login": Row(allowed=None),
    "account_inactive": Row(allowed=None),
    "mfa_authenticate": Row(allowed=None, status=302),
    "mfa_login_webauthn": Row(allowed=None, status=302),
    "account_reset_password": Row(allowed=None),
    "account_reset_password_done": Row(allowed=None),
    "account_reset_password_from_key_done": Row(allowed=None),
    "account_reset_password_from_key": Row(lambda cast, report: ["1", "wrong"], allowed=None),
    "privacy": Row(allowed=None),
    "health": Row(allowed=None),
    "security_txt": Row(allowed=None, status=404),
    "calendar_file": Row(lambda cast, report: ["never-was"], allowed=None, status=404),
    "accept_invitation": Row(lambda cast, report: ["never-was"], allowed=None, status=404),
    "confirm_address": Row(lambda cast, report: ["never-was"], allowed=None),
    # Everybody with a session.
    "calendar": Row(),
    "make_calendar": Row(status=422, post=True),
    "end_calendar": Row(lambda cast, report: [1], status=404, post=True),
    "account_logout": Row(),
    "account": Row(),
    # How one enters is changed only after saying the password again.
    "account_reauthenticate": Row(),
    "mfa_reauthenticate": Row(status=302),
    "mfa_reauthenticate_webauthn": Row(status=302),
    "mfa_index": Row(),
    "mfa_activate_totp": Row(status=302),
    "mfa_deactivate_totp": Row(status=404),
    "mfa_view_recovery_codes": Row(status=404),
    "mfa_generate_recovery_codes": Row(status=302),
    "mfa_add_webauthn": Row(status=302),
    "mfa_remove_webauthn": Row(lambda cast, report: [1], status=302),
    "mfa_list_webauthn": Row(status=302),
    "own_sign_ins": Row(),
    "usersessions_list": Row(),
    "own_name": Row(),
    "account_change_password": Row(),
    "work": Row(),
    "agreements": Row(),
    # An agreement is read by whoever has a part in it; its secretariat writes it, and only its own people give an
    # entity's word (`outsider` acts for `sena`).
    "agreement": Row(arguments.of_agreement),
    "agreement_text": Row(arguments.of_text),
    "agreement_text_pdf": Row(arguments.of_text),
    "agreement_article": Row(arguments.of_text, allowed=SECRETARIAT),
    "agreement_ceremony": Row(arguments.of_text),
    "agreement_entity": Row(arguments.of_signatory),
    "agreement_mandate": Row(arguments.of_signatory, allowed=("outsider",)),
    "sign_agreement": Row(arguments.of_signature, allowed=("outsider",)),
    "bring_paper": Row(arguments.of_signature, allowed=("outsider", "secretary")),
    "check_paper": Row(arguments.of_signed_paper),
    "paper_document": Row(arguments.of_signed_paper, allowed=("outsider", "verifier"), refused=404),
    "agreement_pledges": Row(arguments.of_agreement),
    "propose_pledge": Row(arguments.of_agreement, allowed=("outsider", "secretary")),
    "agreement_pledge": Row(arguments.of_promise),
    # `sena` declared it with its evidence, which whoever may verify it opens too.
    "milestones": Row(arguments.of_agreement),
    "agreement_states": Row(arguments.of_agreement),
    "clause_state": Row(arguments.of_bound_clause),
    "entity_state": Row(arguments.of_bound_signatory),
    "declare_milestone": Row(arguments.of_bound_signatory, allowed=("outsider",)),
    "milestone": Row(arguments.of_milestone),
    "milestone_evidence": Row(arguments.of_milestone_file, allowed=("outsider", "verifier"), refused=404),
    "plans": Row(),
    "plan": Row(lambda cast, report: ["cali"]),
    "plan_node": Row(lambda cast, report: ["cali", 1], status=404),
    "plan_project": Row(lambda cast, report: ["cali", "BP1"], status=404),
    # Who answers for what is known to everybody who sees the plan; changing it is in the operations' own tests.
    "responsibilities": Row(lambda cast, report: ["cali"]),
    "responsibility": Row(arguments.of_indicator),
    "hand_over": Row(arguments.of_duty),
    # The Mesa: those who sit at it, preside it or convene it; its secretariat keeps it.
    "mesa": Row(),
    "seats": Row(arguments.with_table, allowed=AT_THE_MESA, refused=302),
    "new_mesa": Row(allowed=SECRETARIAT),
    "mesa_rules": Row(arguments.of_mesa, allowed=AT_THE_MESA, refused=404),
    "mesa_tasks": Row(arguments.of_mesa, allowed=AT_THE_MESA, refused=404),
    "session": Row(arguments.of_session, allowed=AT_THE_MESA, refused=404),
    "session_room": Row(arguments.of_session, allowed=AT_THE_MESA, refused=404),
    "minutes": Row(arguments.of_session, allowed=AT_THE_MESA, refused=404),
    "minutes_pdf": Row(arguments.of_minutes, allowed=AT_THE_MESA, refused=404),
    "action_item": Row(arguments.of_task, allowed=AT_THE_MESA, refused=404),
    "mesa_paper": Row(arguments.of_paper, allowed=AT_THE_MESA, refused=404),
    "delegation_document": Row(arguments.of_delegation, allowed=AT_THE_MESA, refused=404),
    "task_evidence": Row(lambda cast, report: [1, 1], allowed=(), refused=404),
    "new_session": Row(arguments.of_mesa, allowed=SECRETARIAT),
    "mesa_seat": Row(arguments.of_seat, allowed=SECRETARIAT),
    "mesa_delegation": Row(arguments.of_delegation, allowed=SECRETARIAT, status=302, post=True),
    "edit_session": Row(arguments.of_session, allowed=SECRETARIAT),
    "session_notice": Row(arguments.of_session, allowed=SECRETARIAT),
    "session_item": Row(arguments.of_agenda_item, allowed=SECRETARIAT),
    "item_notes": Row(arguments.of_notes, allowed=SECRETARIAT),
    "minutes_section": Row(arguments.of_section, allowed=SECRETARIAT),
    "sign_minutes": Row(lambda cast, report: [*arguments.of_minutes(cast, report), "secretary"], allowed=SECRETARIAT),
    # What the table changes is read by whoever sees the plan; without a table nobody proposes, each told why.
    "amendments": Row(lambda cast, report: ["cali"]),
    "propose_amendment": Row(lambda cast, report: ["cali"], allowed=(), refused=409),
    "amendment": Row(arguments.of_amendment),
    "revise_amendment": Row(arguments.of_amendment, allowed=SECRETARIAT),
    "measures": Row(lambda cast, report: ["cali"]),
    "propose_measure": Row(lambda cast, report: ["cali"], allowed=(), refused=409),
    "measure": Row(arguments.of_measure),
    # Risks are read by whoever sees the plan; whoever reports for anybody may begin to write one down.
    "risks": Row(lambda cast, report: ["cali"]),
    "risk": Row(arguments.of_risk),
    "record_risk": Row(lambda cast, report: ["cali"], allowed=("reporter", "secretary")),
    "project_reviews": Row(arguments.of_mesa, allowed=AT_THE_MESA, refused=404),
    "review_project": Row(arguments.of_project_item, allowed=SECRETARIAT),
    # What was promised is public; saying how it goes is its entity's, and the table's opinion the secretariat's.
    "agreement_reviews": Row(arguments.of_agreement_looked_back),
    "agreement_review": Row(arguments.of_review),
    "review_cell": Row(arguments.of_cell),
    "close_out": Row(arguments.of_agreement_looked_back),
    "pledges": Row(),
    "entity_pledges": Row(lambda cast, report: ["sena"]),
    "pledge": Row(lambda cast, report: arguments.of_pledge(cast, report)[:1]),
    "measure_pledge": Row(lambda cast, report: arguments.of_pledge(cast, report)[:1], allowed=SECRETARIAT, status=409),
    "self_assessment": Row(arguments.of_pledge, allowed=("reporter",)),
    "give_opinion": Row(arguments.of_assessment, allowed=SECRETARIAT),
    # What was offered is public; what is sought, only for those who have a part in the plan.
    "contributions": Row(lambda cast, report: ["cali"]),
    "offer_contribution": Row(lambda cast, report: ["cali"], allowed=GIVING),
    "contribution": Row(arguments.of_contribution),
    "declare_delivery": Row(arguments.of_contribution, allowed=("outsider",)),
    "deliveries_to_verify": Row(allowed=VERIFYING),
    "delivery": Row(arguments.of_delivery),
    "delivery_evidence": Row(arguments.of_delivered_file, allowed=("verifier", "outsider"), refused=404),
    "mobilisation": Row(arguments.of_sought_plan, allowed=PARTS),
    "open_opportunity": Row(arguments.of_sought_plan, allowed=("reporter", "secretary")),
    "opportunity": Row(arguments.of_opportunity, allowed=PARTS, refused=404),
    "describe_opportunity": Row(arguments.of_opportunity, allowed=("reporter", "secretary")),
    "opportunity_document": Row(arguments.of_opportunity_document, allowed=PARTS, refused=404),
    # An index of prices serves every plan: whoever has an account reads it, a secretariat keeps it.
    "price_indexes": Row(),
    "price_index": Row(arguments.of_prices),
    "new_price_index": Row(allowed=SECRETARIAT),
    "change_price_index": Row(arguments.of_prices, allowed=SECRETARIAT),
    # Public money is read by whoever sees the plan; its secretariat writes it down.
    "money": Row(lambda cast, report: ["cali"]),
    "project_money": Row(arguments.of_money),
    "budget_line": Row(arguments.of_line),
    "budget_acts": Row(lambda cast, report: ["cali"]),
    "compare_sources": Row(lambda cast, report: ["cali"]),
    "budget_files": Row(lambda cast, report: ["cali"]),
    "budget_file": Row(arguments.of_budget_file),
    "new_budget_line": Row(arguments.of_money, allowed=SECRETARIAT),
    "new_funding_source": Row(lambda cast, report: ["cali"], allowed=SECRETARIAT),
    "state_need": Row(arguments.of_money, allowed=SECRETARIAT),
    "record_execution": Row(arguments.of_money, allowed=SECRETARIAT),
    "withdraw_execution": Row(lambda cast, report: ["cali"], allowed=SECRETARIAT),
    "new_budget_act": Row(lambda cast, report: ["cali"], allowed=SECRETARIAT),
    "link_contract": Row(arguments.of_money, allowed=SECRETARIAT),
    "unlink_contract": Row(arguments.of_contract, allowed=SECRETARIAT),
    "budget_preview": Row(lambda cast, report: ["cali", "0" * 64], allowed=SECRETARIAT, status=404),
    "confirm_budget": Row(lambda cast, report: ["cali", "0" * 64], allowed=SECRETARIAT, status=404, post=True),
    # By role.
    "reports_due": Row(allowed=REPORTING),
    "review_queue": Row(allowed=REVIEWING),
    "verification_queue": Row(allowed=VERIFYING),
    "who_owes": Row(allowed=SECRETARIAT),
    "import_matrix": Row(allowed=SECRETARIAT),
    "import_preview": Row(lambda cast, report: ["0" * 64], allowed=SECRETARIAT, status=404),
    "confirm_import": Row(lambda cast, report: ["0" * 64], allowed=SECRETARIAT, status=404, post=True),
    "past_import": Row(lambda cast, report: ["cali", 1], allowed=SECRETARIAT, status=404),
    "campaigns": Row(allowed=SECRETARIAT),
    "new_campaign": Row(allowed=SECRETARIAT),
    # While planned, only its secretariat knows that there is a campaign.
    "campaign": Row(arguments.of_campaign, allowed=SECRETARIAT, refused=404),
    "assign_verifier": Row(arguments.of_entry, allowed=(), refused=404),
    "second_look": Row(lambda cast, report: [1], allowed=(), refused=404),
    "publish": Row(allowed=SECRETARIAT),
    "publication": Row(lambda cast, report: ["cali", "2024-12-31"], allowed=SECRETARIAT, status=404),
    "people": Row(allowed=SECRETARIAT),
    # Whoever answers for an entity brings people to it, and confirms them; the secretariat proposes to any.
    "invite_person": Row(allowed=ANSWERING),
    "person": Row(lambda cast, report: [cast.outsider.pk], allowed=("secretary", "outsider"), refused=404),
    "entity_people": Row(),
    "mail_domain": Row(lambda cast, report: ["control"], allowed=("verifier", "secretary")),
    "confirm_membership": Row(arguments.of_awaited_role, allowed=("verifier",), status=302, refused=404, post=True),
    "reject_membership": Row(arguments.of_awaited_role, allowed=("verifier",), status=302, refused=404, post=True),
    "send_invitation_again": Row(
        arguments.of_invitation, allowed=("secretary", "outsider"), status=302, refused=404, post=True
    ),
    "withdraw_invitation": Row(arguments.of_invitation, allowed=("secretary",), status=302, refused=404, post=True),
    # Nobody of the cast shares every entity with the reviewer but the secretary, whose entity it is too.
    "send_reset_link": Row(
        lambda cast, report: [cast.reviewer.pk], allowed=("secretary",), status=302, refused=404, post=True
    ),
    "confirm_change": Row(arguments.of_address_change, allowed=("secretary",), status=302, refused=404, post=True),
    "settle_alert": Row(arguments.of_alert, allowed=("reviewer",), status=302, refused=404, post=True),
    "declare_independence": Row(
        lambda cast, report: [cast.verifier.memberships.get().pk],
        allowed=("verifier",),
        status=302,
        refused=404,
        post=True,
    ),
    "ask_for_address": Row(status=422, post=True),
    # The secretariat, and those who act for the same entity; oneself is told that somebody else does it.
    "block_account": Row(lambda cast, report: [cast.outsider.pk], allowed=(*SECRETARIAT, "outsider"), refused=404),
    "end_membership": Row(
        lambda cast, report: [cast.outsider.memberships.first().pk],
        allowed=("secretary", "outsider"),
        status=302,
        refused=404,
        post=True,
    ),
    # By part in the report: those without one are not even told that it exists. `member` sits for the reporting entity.
    "report_form": Row(arguments.of_form, allowed=("reporter",), status=302, refused=404),
    "submit_report": Row(arguments.of_form, allowed=(), refused=404),
    "report": Row(arguments.of_report, allowed=PARTS, refused=404),
    "review": Row(arguments.of_report, allowed=PARTS, refused=404),
    "verify": Row(arguments.of_report, allowed=PARTS, refused=404),
    "correct_report": Row(arguments.of_report, allowed=(), refused=404),
    "evidence": Row(lambda cast, report: [report.evidence.get().pk], allowed=PARTS, refused=404),
    "evidence_picture": Row(lambda cast, report: [report.evidence.get().pk], allowed=PARTS, refused=404),
}
#: Answers that are not the row's: acts that the state of a reviewed report forbids, each with its reason.
EXCEPTIONS = {
    # Who is not of the table is not told that there is one.
    **{(name, "verifier"): 404 for name in KEPT_BY_SECRETARIAT},
    ("account_logout", "nobody"): 200,
    ("seats", "stranger"): 302,
    # With a single agreement there is nothing to choose.
    ("agreements", "stranger"): 302,
    ("submit_report", "reporter"): 409,
    ("correct_report", "reporter"): 409,
    ("correct_report", "reviewer"): 403,
    ("correct_report", "verifier"): 403,
    ("correct_report", "secretary"): 403,
    ("correct_report", "member"): 403,
    ("describe_opportunity", "outsider"): 404,
    ("report_form", "member"): 302,
    # The secretariat proposed it, and sees it; only the entity says yes or no.
    ("confirm_membership", "secretary"): 403,
    ("reject_membership", "secretary"): 409,
    # It was ended by the one before: nothing is left to withdraw.
    ("withdraw_invitation", "outsider"): 409,
    # A secretariat elsewhere brings nobody in for these entities, and answers for none of them.
    **{(name, "stranger"): 404 for name in ("confirm_change", "declare_independence", "settle_alert")},
    **{(name, "stranger"): 403 for name in ("confirm_membership", "send_reset_link")},
    **{(name, "stranger"): 409 for name in ("reject_membership", "withdraw_invitation")},
    # They see their own page of the account, and send themselves no link.
    ("send_reset_link", "reviewer"): 403,
    ("submit_report", "member"): 403,
}
#: Addresses that belong to the installation or to the person alone: everything else is of a plan or of its agreement.
OF_THE_INSTALLATION = frozenset(
    {
        *(name for name, row in TABLE.items() if row.allowed is None),
        *(
            "account",
            *("account", "own_name", "account_change_password", "account_logout", "work"),
            *("calendar", "make_calendar", "end_calendar"),
            "account_change_password",
            "account_logout",
            "work",
            "calendar",
            "make_calendar",
            "end_calendar",
        ),
        # Lists and queues: what they hold is of the reader's own plans.
        *("agreements", "plans", "pledges", "entity_pledges", "mesa", "seats", "campaigns", "who_owes", "publish"),
        *("reports_due", "review_queue", "verification_queue", "deliveries_to_verify"),
        # What a secretariat begins, for a plan of its own.
        *("new_mesa", "new_campaign", "import_matrix", "import_preview", "confirm_import"),
        # Prices serve every plan; accounts are the installation's.
        *("price_indexes", "price_index", "new_price_index", "change_price_index"),
        *(
            "people",
            "person",
            "block_account",
            "end_membership",
            "invite_person",
            "send_invitation_again",
            "withdraw_invitation",
        ),
        *("mail_domain", "send_reset_link", "confirm_membership", "reject_membership", "entity_people"),
        *("confirm_change", "settle_alert"),
        # One's own account.
        *("ask_for_address", "declare_independence", "own_name", "own_sign_ins", "usersessions_list"),
        *(name for name in TABLE if name.startswith(("mfa_", "account_"))),
    }
)
OF_A_PLAN = frozenset(TABLE) - OF_THE_INSTALLATION
#: Of a plan, but made of what gives `sena` a part in it, or asked for a role first.
WITHOUT_A_PART_FOR_SENA = OF_A_PLAN - frozenset(
    {
        *(name for name in TABLE if name.startswith(("mesa", "session", "minutes", "action_item", "task_evidence"))),
        *KEPT_BY_SECRETARIAT,
        *("contribution", "declare_delivery", "delivery", "delivery_evidence", "delegation_document"),
        *("past_import", "campaign", "project_reviews"),
        *(name for name in TABLE if name.startswith("agreement") and not name.startswith("agreement_review")),
        *("sign_agreement", "bring_paper", "check_paper", "paper_document", "propose_pledge"),
        *("clause_state", "entity_state", "milestones", "declare_milestone", "milestone", "milestone_evidence"),
    }
)


def names(patterns: list[Any] | None = None) -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        else:
            yield from names(pattern.url_patterns)


def test_every_address_says_who_may_open_it():
    assert sorted(names()) == sorted(TABLE)


def expected_of(name: str, who: str) -> int:
    row = TABLE[name]
    if (name, who) in EXCEPTIONS:
        return EXCEPTIONS[name, who]
    if row.allowed is None:
        return row.status
    if who == "nobody":
        return DOOR
    if who == "stranger" and name in OF_A_PLAN:
        return 404
    if who == "outsider" and name in OF_A_PLAN and name in WITHOUT_A_PART_FOR_SENA:
        return 404
    holds = {"secretary", "reporter", "reviewer", "verifier"} if who == "stranger" else {who}
    return row.status if holds & set(row.allowed) else row.refused


@pytest.fixture
def people(cast: Cast) -> dict[str, Any]:
    member = make_person("Mario Miembro")
    Membership.objects.create(**CONFIRMED, user=member, entity=cast.desarrollo, role=Role.MEMBER, since=SINCE)
    named = {name: getattr(cast, name) for name in ("reporter", "reviewer", "verifier", "secretary", "outsider")}
    return {**named, "member": member, "stranger": somebody_of_another_plan(), "nobody": make_person("Nadie Todavia")}


def somebody_of_another_plan() -> Any:
    """Every role there is, of the entity that carries everything in a plan next door, with its agreement and table."""
    palmira = make_entity("palmira")
    agreement = Agreement.objects.create(slug="palmira", title="Acuerdo", signed_on=SINCE)
    Signatory.objects.create(agreement=agreement, entity=palmira)
    parts = dict.fromkeys(("secretariat", "reviewer", "verifier", "presenter"), palmira)
    years = {"starts_on": date(2024, 1, 1), "ends_on": date(2027, 12, 31), "state": "in_force"}
    Plan.objects.create(slug="palmira", name="Plan de Palmira", agreement=agreement, **parts, **years)
    return make_person("Paula Palmira", *((role, palmira) for role in Role))


@pytest.mark.parametrize("name", sorted(OF_A_PLAN))
def test_somebody_of_another_plan_reads_and_writes_nothing_of_this_one(name, cast):
    row, report = TABLE[name], reviewed_report(cast)
    path = reverse(name, args=row.arguments(cast, report))
    client = Client()
    stranger = somebody_of_another_plan()
    client.force_login(stranger, backend=BACKEND)
    not_asked_that_way = {404, 405}

    asked = client.post(path, with_token(stranger)) if row.post else client.get(path)
    sent = client.post(path, with_token(stranger, {"act": "adopt"}))

    assert asked.status_code == 404
    assert sent.status_code in not_asked_that_way


def test_lists_and_queues_of_somebody_of_another_plan_name_nothing_of_this_one(cast):
    """What opens to them holds their own plan, and not a word of the one next door."""
    arguments.of_pledge(cast, reviewed_report(cast))
    Plan.objects.filter(pk=cast.plan.pk).update(name="Plan de la casa vecina")
    client = Client()
    stranger = somebody_of_another_plan()
    client.force_login(stranger, backend=BACKEND)
    seen = 0
    for name in sorted(OF_THE_INSTALLATION):
        row = TABLE[name]
        if row.allowed is None or row.post or name == "account_logout":
            continue
        path = reverse(name, args=row.arguments(cast, cast.indicator.reports.get()))
        for asked in ("", "?de=todas", "?plan=cali"):
            page = client.get(path + asked, follow=True)
            text = page.content.decode()
            assert "Plan de la casa vecina" not in text, name
            assert "/cali/" not in text, name
            assert "Personas atendidas" not in text, name
            seen += 1
    assert seen > 60


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_person_gets_what_the_table_says(name, cast, people):
    row, report = TABLE[name], reviewed_report(cast)
    path = reverse(name, args=row.arguments(cast, report))
    expected = {who: expected_of(name, who) for who in PEOPLE}

    answered = {who: status_for(person, path, row.post) for who, person in people.items() if who in expected}

    if row.allowed is None:  # a page of the door may send somebody who is inside to their work
        answered = {who: expected[who] if status == 302 else status for who, status in answered.items()}
    assert answered == expected


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.allowed is not None))
def test_without_a_session_everything_leads_to_the_door_and_back(name, cast):
    """A session that expired under an open page sends the whole page there, not the door into its middle."""
    row = TABLE[name]
    path = reverse(name, args=row.arguments(cast, reviewed_report(cast)))
    ask = Client().post if row.post else Client().get
    partial = {"HX-Request": "true", "HX-Current-URL": "http://testserver/trabajo/reportes/1/2/"}

    whole, inside = ask(path), ask(path, headers=partial)

    assert whole.status_code == DOOR
    if name != "account_logout":  # leaving without a session is no loss
        assert whole.headers["Location"].startswith("/ingresar/?next=/")
        assert inside.headers["HX-Redirect"] == "/ingresar/?next=%2Ftrabajo%2Freportes%2F1%2F2%2F"


def status_for(person: Any, path: str, post: bool) -> int:
    client = Client(raise_request_exception=True)
    client.force_login(person, backend=BACKEND)
    return (client.post(path, with_token(person)) if post else client.get(path)).status_code
