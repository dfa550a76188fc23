"""What an agreement leaves when it ends, and what the next one makes of each point."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from concierta.agreements.models import Agreement, Article, TextVersion
from concierta.agreements.operations import register_agreement
from concierta.evaluation.enums import CloseOutKind, CloseOutReply
from concierta.evaluation.operations import answer_point, leave_point
from concierta.evaluation.queries import evaluation_against_acts, points_to_answer, unanswered
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal
from factories import AT
from factories.against_acts import fields_nobody_compares
from factories.agreements import in_force, later
from factories.pledges import mesa_decision

pytestmark = pytest.mark.django_db
LEFT = "Dos comunas se quedaron sin oficina."


def left(living, **changes):
    given = {
        "agreement": living.agreement, "kind": CloseOutKind.NOT_DONE, "text": LEFT, "by": living.secretary, "at": AT,
    }  # fmt: skip
    if "decision" not in changes:
        changes["decision"] = mesa_decision(living.agreement, living)
    return leave_point(**(given | changes))


def succeeded(living) -> Agreement:
    """The next agreement, with a text in writing whose first commitment is C1."""
    agreement = register_agreement(
        slug="sigue", title="Sigue", signed_on=date(2028, 1, 1), succeeds=living.agreement, by=None, at=AT
    )
    version = TextVersion.objects.create(agreement=agreement, number=1)
    Article.objects.create(version=version, ordinal=1, kind="clause", code="C1", title="Medios", text="…")
    return agreement


def answered(living, point, **changes):
    given = {"reply": CloseOutReply.TAKEN_UP, "words": "Abrir las dos.", "article": "C1", "by": None, "at": later(1)}
    return answer_point(point=point, **(given | changes))


def test_points_are_numbered_and_left_by_the_table():
    living = in_force()
    assert [left(living).number, left(living).number] == [1, 2]
    with pytest.raises(PermissionRefused):
        left(living, by=living.reporter)
    other = register_agreement(slug="otro", title="Otro", signed_on=date(2024, 1, 1), by=None, at=AT)
    decision = mesa_decision(other, living)
    with pytest.raises(Invalid, match="otra mesa"):
        left(living, decision=decision)


def test_the_next_agreement_answers_each_and_what_it_has_not_is_known():
    living = in_force()
    first, _second = left(living), left(living)
    with pytest.raises(Refusal, match="Todavía no hay"):
        answered(living, first)
    agreement = succeeded(living)
    answered(living, first)
    points = list(points_to_answer(agreement))
    assert ([point.number for point in points], [point.number for point in unanswered(points)]) == ([1, 2], [2])
    assert (evaluation_against_acts().differences, fields_nobody_compares()) == ([], [])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"article": ""}, "article"),
        ({"article": "C99"}, "article"),
        ({"reply": CloseOutReply.LEFT_OUT}, "article"),
        ({"words": " "}, "words"),
        ({"reply": "perhaps"}, "reply"),
    ],
)
def test_what_is_missing_is_asked_at_its_field(changes, field):
    living = in_force()
    point = left(living)
    succeeded(living)
    with pytest.raises(Invalid) as refused:
        answered(living, point, **changes)
    assert refused.value.field == field


def test_an_answer_may_change_until_the_next_agreement_is_in_force():
    living = in_force()
    point = left(living)
    agreement = succeeded(living)
    answered(living, point)
    assert answered(living, point, reply=CloseOutReply.LEFT_OUT, article="").reply == "left_out"
    fixed = {"state": "in_force", "content": "{}", "sha256": "0" * 64, "since": date(2028, 1, 1)}
    TextVersion.objects.filter(agreement=agreement).update(**fixed)
    with pytest.raises(Refusal, match="ya rige"):
        answered(living, point)
    assert answered(living, left(living)).reply == "taken_up"


def test_only_a_secretariat_answers_and_what_was_left_stays():
    living = in_force()
    point = left(living)
    succeeded(living)
    with pytest.raises(PermissionRefused):
        answered(living, point, by=living.reporter)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evaluation_closeoutpoint SET text = 'Nada'")
