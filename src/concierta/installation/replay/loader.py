"""Doing acts in order of their moment, each by the operation that it names."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import TypeVar

from concierta.agreements.models import Agreement
from concierta.installation.replay.acts import Act, ActRefused
from concierta.installation.replay.plain import nearest
from concierta.installation.replay.references import Scene, find
from concierta.installation.replay.values import Named, described_in, kinds_of, values_of
from concierta.kernel.errors import Refusal
from concierta.mesa.models import Mesa
from concierta.people.models import User
from concierta.plans.models import Plan

T = TypeVar("T")
Operation = Callable[..., object]


def replay(
    acts: Iterable[Act],
    operations: Mapping[str, Operation],
    scene: Scene,
    *,
    progress: Callable[[float], None] = lambda share: None,
) -> None:
    """Do the acts; those of one moment as they are written. `progress` is called with the share done, 0 to 1.

    Raises `ActRefused` with the place of the act: before any is done, where one names an operation or an argument that
    there is none of or leaves out one that is needed; else where its operation refuses.
    """
    in_order = sorted(acts, key=lambda act: act.at)
    for act in in_order:
        _check(act, operations)
    for done, act in enumerate(in_order, start=1):
        try:
            by = find(User, act.by, scene) if act.by else None
            call(operations[act.operation], act.stated, scene, by=by, at=act.at)
        except Refusal as refusal:
            raise ActRefused(f"{act.place}: {refusal}") from refusal
        progress(done / len(in_order))


def call(operation: Callable[..., T], stated: Named, scene: Scene, *, by: User | None, at: datetime) -> T:
    """Call the operation with the stated values and return its result; plan, agreement and Mesa come from the scene."""
    kinds = kinds_of(operation)
    given = {"by": by, "at": at}
    scene = replace(scene, by=by)
    arguments = values_of(kinds, _of_the_scene(operation, scene) | dict(stated), scene)
    if "revision" in needed_by(operation) - arguments.keys():
        # Whoever writes has just read what is there.
        arguments["revision"] = next(one.revision for one in arguments.values() if hasattr(one, "revision"))
    for name, described in described_in(operation).items():
        arguments[name] = described(**{each: arguments.pop(each) for each in kinds_of(described) if each in arguments})
    return operation(**arguments, **{name: value for name, value in given.items() if name in kinds})


@cache
def needed_by(operation: Operation) -> frozenset[str]:
    """The arguments without a default, but for who and when."""
    parameters = inspect.signature(operation).parameters.values()
    needed = {each.name for each in parameters if each.default is each.empty} - {"by", "at"}
    for name, described in described_in(operation).items():
        needed = needed - {name} | needed_by(described)
    return frozenset(needed)


def _of_the_scene(operation: Operation, scene: Scene) -> dict[str, object]:
    where: dict[object, str] = {Plan: scene.plan, Agreement: scene.agreement, Mesa: scene.agreement}
    kinds = kinds_of(operation)
    return {name: where[kinds[name]] for name in needed_by(operation) if kinds[name] in where}


def _check(act: Act, operations: Mapping[str, Operation]) -> None:
    operation = operations.get(act.operation)
    if operation is None:
        raise ActRefused(f"{act.place}: no es un acto conocido{nearest(act.operation, operations)}")
    kinds = kinds_of(operation)
    for name in act.stated:
        if name.removesuffix("_pct") not in kinds:
            raise ActRefused(f"{act.place}: «{name}» no es un dato de este acto{nearest(name, kinds)}")
    stated = {name.removesuffix("_pct") for name in act.stated}
    missing = sorted(needed_by(operation) - stated - _of_the_scene(operation, Scene()).keys() - {"revision"})
    if kinds.get("by") is User and not act.by:
        missing.append("by")
    if missing:
        raise ActRefused(f"{act.place}: falta {', '.join(f'«{name}»' for name in missing)}.")
