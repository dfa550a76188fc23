"""A use case is one public function called with names, and is told who acts and when (STYLE §2)."""

import importlib
import importlib.util
import inspect
from collections.abc import Callable

import pytest
from django.apps import apps


def operations() -> list[Callable[..., object]]:
    """Every public function that an `operations` module defines or offers."""
    found = []
    for config in apps.get_app_configs():
        name = f"{config.name}.operations"
        if not config.name.startswith("concierta.") or importlib.util.find_spec(name) is None:
            continue
        module = importlib.import_module(name)
        names = getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")])
        for public in names:
            value = getattr(module, public)
            if (
                inspect.isfunction(value)
                and value.__module__.startswith(name)
                and value.__name__ not in PURE | AT_THE_DOOR
            ):
                found.append(inspect.unwrap(value))
    return found


#: Functions that operations offer beside the use cases: they change nothing, so nobody signs them.
PURE = {"check_cortes", "check_package", "leaf_hash", "parts_of", "sending_problems"}

#: What the door counts and keeps before it knows who stands there: nobody can sign it.
AT_THE_DOOR = {
    "begin_try",
    "claim_code",
    "end_try",
    "password_key",
    "record_sign_in",
    "remember_device",
    "second_factor_key",
}


@pytest.mark.parametrize(
    "operation", operations(), ids=lambda operation: f"{operation.__module__}.{operation.__name__}"
)
def test_it_is_called_with_names_and_told_who_and_when(operation: Callable[..., object]) -> None:
    parameters = inspect.signature(operation).parameters
    assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert parameters["by"].default is inspect.Parameter.empty
    assert parameters["at"].default is inspect.Parameter.empty
    assert operation.__doc__


def test_there_are_operations_to_check() -> None:
    assert len(operations()) >= 15
