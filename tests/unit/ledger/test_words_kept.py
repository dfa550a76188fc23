"""The last door of what people type: whatever way a text came, it is kept only if it can be printed."""

import pytest

from concierta.kernel.errors import Invalid
from concierta.ledger.writing import check_rows
from concierta.mesa.models import AgendaItem
from concierta.mesa.operations import add_item, propose_motion, write_notes
from concierta.reporting.operations import save_draft
from concierta.verification.models import ChecklistAnswer
from factories import AT
from factories.mesa import item_under_discussion, make_mesa, planned_session

pytestmark = pytest.mark.django_db

BULLET = "\uf0b7 Uno"


def test_a_narrative_is_refused_at_its_field(cast):
    with pytest.raises(Invalid, match="viñeta de Word") as refused:
        save_draft(indicator=cast.indicator, period=cast.period, value=None, narrative=BULLET, by=cast.reporter, at=AT)

    assert refused.value.field == "narrative"


def test_what_ends_in_the_minutes_is_refused(cast):
    scene = make_mesa(cast)
    item = item_under_discussion(scene)
    at = item.session.opened_at

    for write in (
        lambda: add_item(session=item.session, title=BULLET, by=scene.secretary, at=at),
        lambda: write_notes(item=item, revision=item.revision, text=BULLET, by=scene.secretary, at=at),
        lambda: propose_motion(item=item, text=BULLET, proposed_by=None, by=scene.secretary, at=at),
    ):
        with pytest.raises(Invalid, match="F0B7"):
            write()


def test_a_row_whose_words_are_from_before_may_still_be_saved(cast):
    item = planned_session(make_mesa(cast)).items.get()
    AgendaItem.objects.filter(pk=item.pk).update(title=BULLET)
    item.refresh_from_db()

    item.minutes_planned = 20
    item.save()

    assert AgendaItem.objects.get(pk=item.pk).minutes_planned == 20
    item.title = f"{BULLET} y dos"
    with pytest.raises(Invalid):
        item.save()


def test_a_nul_is_refused_in_words_on_every_database(cast):
    cast.sena.name = "SE\x00NA"
    with pytest.raises(Invalid, match=r"U\+0000"):
        cast.sena.save()


def test_rows_made_in_bulk_are_looked_at_where_they_are_typed():
    with pytest.raises(Invalid, match="6C49"):
        check_rows([ChecklistAnswer(item="a", answer="yes", note="汉")])
