"""The last door of what people type: a row is kept only if its words can be printed in the record they belong to.

Forms, setup files, matrices and commands say it sooner and at the place; what comes by any other way is refused here.
Words that were kept before this rule stay, and their row may still be saved.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from django.db.models.signals import pre_save

from concierta.kernel.errors import Invalid
from concierta.kernel.writing import refusal_of, tidy, unsettable

#: Made of words that were kept before, or what a file said, as it said it.
_NOT_TYPED = frozenset(
    {"ledger.Event", "ledger.SentForm", "mesa.Minutes.content", "plans.Finding", "budgets.BudgetFinding"}
)


def start_checking() -> None:
    """From now on, for every model of ours."""
    pre_save.connect(_check, dispatch_uid="what people type can be printed")


def check_rows(rows: Iterable[models.Model]) -> None:
    """For rows that are about to be made in bulk, which no signal announces."""
    for row in rows:
        _check(type(row), row)


def _check(
    sender: type[models.Model], instance: models.Model, raw: bool = False, update_fields: Any = None, **_more: Any
) -> None:
    if raw:
        return
    for name in _typed_fields(sender):
        text = instance.__dict__.get(name)
        if not isinstance(text, str) or (text.isascii() and text.isprintable()):
            continue
        if update_fields is not None and name not in update_fields:
            continue
        found = next(unsettable(tidy(text)), None)
        if found is not None and not _was_kept(sender, instance, name, text):
            message, params = refusal_of(found[1])
            raise Invalid(message, field=name, **params)


def _was_kept(sender: type[models.Model], instance: models.Model, name: str, text: str) -> bool:
    # PostgreSQL cannot even be asked for a NUL.
    if instance._state.adding or "\x00" in text:
        return False
    return sender._base_manager.filter(pk=instance.pk, **{name: text}).exists()


@cache
def _typed_fields(sender: type[models.Model]) -> tuple[str, ...]:
    label = f"{sender._meta.app_label}.{sender.__name__}"
    if not sender.__module__.startswith("concierta.") or label in _NOT_TYPED:
        return ()
    return tuple(
        field.attname
        for field in sender._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.attname != "password"
        and f"{label}.{field.attname}" not in _NOT_TYPED
    )
