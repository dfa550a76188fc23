"""An act whose columns have no comparison cannot be written."""

import ast
import re
from pathlib import Path

import pytest

import concierta
from factories.acts_not_compared import FIELDS, KINDS, what_is_read

SOURCE = Path(concierta.__file__).parent
#: Where kinds of act have names, beside the operations and the workflows.
_NAMED = ("engines/sitelog/acts.py", "ledger/queries/events.py", "accounts/queries/people.py")
#: Names of files and types of media look like kinds of act.
_OF_FILES = ("document", "here", "json", "key", "lock", "sheet", "xml")


def kinds_written() -> set[str]:
    """Every kind of act in the program: "thing.done", wherever acts are recorded or transitions name their event."""
    files = [*SOURCE.glob("*/operations.py"), *SOURCE.glob("*/operations/**/*.py"), *SOURCE.glob("*/workflow*.py")]
    words = {
        node.value
        for path in (*files, *(SOURCE / name for name in _NAMED))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    kinds = {word for word in words if re.fullmatch(r"[a-z_]+\.[a-z_]+", word)}
    return {kind for kind in kinds if kind.split(".")[1] not in _OF_FILES}


@pytest.mark.django_db
def test_every_kind_of_act_is_compared_or_says_why_it_is_not() -> None:
    read, written = what_is_read().keys(), kinds_written()
    assert sorted(written - read - KINDS.keys()) == []
    assert sorted(KINDS.keys() & read) == []
    # A name that no act has, compared or excused, is a slip of the hand: nothing would be held against it.
    assert sorted((read | KINDS.keys()) - written) == []


@pytest.mark.django_db
def test_no_field_is_excused_of_a_thing_that_is_not_compared() -> None:
    assert sorted(FIELDS.keys() - {kind.split(".")[0] for kind in what_is_read()}) == []
