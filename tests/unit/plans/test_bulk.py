"""Rows straight to the driver: keys nobody else gets, values as the columns keep them."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from concierta.plans.models import Product
from concierta.plans.operations.bulk import insert_rows, reserve_keys, update_rows
from factories.plans import Drafting

COLUMNS = ("id", "project_id", "code", "goal_code", "name", "goal_name", "unit", "weight")


def test_reserved_keys_are_new_and_the_next_row_takes_another(drafting: Drafting):
    keys = list(reserve_keys(Product, 3))
    assert len(set(keys)) == 3
    assert drafting.product.pk < min(keys)
    insert_rows(Product, COLUMNS, [(keys[2], drafting.project.pk, "P9", "", "Nueve", "", "", None)])
    assert Product.objects.create(project=drafting.project, code="P10", name="Diez").pk > keys[2]


def test_keys_of_deleted_rows_are_not_given_again(drafting: Drafting):
    gone = Product.objects.create(project=drafting.project, code="P9", name="Nueve")
    key = gone.pk
    gone.delete()
    assert reserve_keys(Product, 1)[0] > key


def test_no_keys_for_no_rows(drafting: Drafting):
    assert list(reserve_keys(Product, 0)) == []
    insert_rows(Product, COLUMNS, [])
    update_rows(Product, ("name",), [])


@pytest.mark.parametrize("weight", [None, Decimal("0.333333"), Decimal(1), Decimal("1E-6")])
def test_a_row_is_read_back_as_it_was_given(drafting: Drafting, weight: Decimal | None):
    (key,) = reserve_keys(Product, 1)
    text = "Ñandú «con» tab\ty\nsalto, 'comillas' \\N"
    insert_rows(Product, COLUMNS, [(key, drafting.project.pk, "007", "", text, "", "", weight)])
    product = Product.objects.get(pk=key)
    assert (product.code, product.name, product.weight) == ("007", text, weight)


def test_rows_are_changed_by_their_key(drafting: Drafting):
    update_rows(Product, ("name", "weight"), [("Otro", Decimal("0.5"), drafting.product.pk)])
    drafting.product.refresh_from_db()
    assert (drafting.product.name, drafting.product.weight) == ("Otro", Decimal("0.5"))


def test_constraints_hold_for_bulk_rows_too(drafting: Drafting):
    rows = [(key, drafting.project.pk, "P9", "", "Nueve", "", "", None) for key in reserve_keys(Product, 2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Product, COLUMNS, rows)
    assert Product.objects.count() == 1
