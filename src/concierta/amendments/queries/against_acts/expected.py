"""What the acts say that every figure of every plan is worth: as it was defined, then as the Mesa changed it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from concierta.amendments.enums import AmendmentState, ChangeField, SubjectKind
from concierta.amendments.models import Change
from concierta.amendments.queries.against_acts.live import Key, LiveValues
from concierta.amendments.queries.plan_as_of import ChangeKey
from concierta.amendments.subjects import NewProject, activity_subject, product_subject, read_project
from concierta.engines.sitelog import Act
from concierta.kernel.decimals import as_kept, plain
from concierta.kernel.periods import Period
from concierta.ledger.queries import acts_of_kinds
from concierta.plans.against_acts import acts_on_facts

_K, _F = SubjectKind, ChangeField
_DEFINED = {
    "plan.node_defined": _K.NODE,
    "plan.project_defined": _K.PROJECT,
    "plan.product_defined": _K.PRODUCT,
    "plan.activity_defined": _K.ACTIVITY,
}
_WEIGHED, _INDICATOR, _TARGET = "plan.weight_set", "indicator.defined", "indicator.target_set"
_ADOPTED, _DERIVED, _IN_FORCE = "amendment.adopted", "indicators.derived", "plan.in_force"
ACTS_ON_FIGURES = (*_DEFINED, _WEIGHED, _INDICATOR, _TARGET, _ADOPTED, _DERIVED, _IN_FORCE)
#: What is read of their bodies.
FIELDS_OF_FIGURES = (
    *("weight", "of", "part", "after", "year", "quarter"),
    *(field.value for field in (_F.BASELINE, _F.ACCUMULATION, _F.UNIT)),
    "defined",
)


@dataclass(frozen=True, slots=True)
class RecordedFigure:
    """`value` as written, and the act that said it. `by_mesa`: no file says otherwise."""

    value: Any
    act: Act
    by_mesa: bool = False


class Expected:
    """`figures` by key; `unclear` are keys of which an act spoke that, being of an older form, does not say of which of
    several parts it is; `files` the acts by which official files entered each plan while files could still move it."""

    def __init__(self, live: LiveValues) -> None:
        self.figures: dict[Key, RecordedFigure] = {}
        self.unclear: set[Key] = set()
        self.files: dict[str, list[int]] = defaultdict(list)
        self.replaced = {plan for (plan, _), acts in acts_on_facts().items() if len(acts) > 1}
        self._by_code = _parts_by_code(live)
        self._adopted: dict[str, Act] = {}
        in_force: dict[str, int] = {}
        for act in acts_of_kinds(ACTS_ON_FIGURES):
            if act.kind == _IN_FORCE:
                in_force[act.plan] = act.index
            else:
                self._apply(act)
        for acts in acts_on_facts().values():
            self.files[acts[0].plan] += [act.index for act in acts]
            for act in acts:
                self._apply_derived(act)
        for plan, index in in_force.items():
            self.files[plan] = [file for file in self.files[plan] if file < index]
        self._apply_changes()

    def file_moved_it_after(self, plan: str, act: Act) -> bool:
        return any(file > act.index for file in self.files[plan])

    def _apply(self, act: Act) -> None:
        body = act.body
        if act.kind in _DEFINED:
            self._apply_weight(act, _DEFINED[act.kind], body["weight"])
        elif act.kind == _WEIGHED:
            self._apply_weight(act, _K(body["of"]) if "of" in body else None, body["after"])
        elif act.kind == _ADOPTED:
            self._adopted[act.subject] = act
        elif act.kind == _DERIVED:
            self.files[act.plan].append(act.index)
            self._apply_derived(act)
        else:
            self._apply_indicator(act)

    def _apply_weight(self, act: Act, kind: SubjectKind | None, weight: str | None) -> None:
        if "part" in act.body and kind is not None:
            parts = [(kind.value, act.body["part"])]
        else:
            code = act.subject.removeprefix(f"{act.plan}/")
            if kind in (_K.PROJECT, _K.PRODUCT):
                parts = [(kind.value, code)]
            else:
                of_code = self._by_code.get((act.plan, code), [])
                parts = [part for part in of_code if kind is None or part[0] == kind.value]
        for part in parts:
            key = (act.plan, ChangeKey(*part, _F.WEIGHT.value, ""))
            if len(parts) == 1:
                self.figures[key] = RecordedFigure(as_kept(weight), act)
                self.unclear.discard(key)
            else:
                self.unclear.add(key)
                self.figures.pop(key, None)

    def _apply_indicator(self, act: Act) -> None:
        code, body = act.subject.removeprefix(f"{act.plan}/"), act.body
        if act.kind == _TARGET:
            label = Period(body["year"], body["quarter"]).label
            self.figures[_of_indicator(act.plan, code, _F.TARGET, label)] = RecordedFigure(as_kept(body["after"]), act)
            return
        for name in (_F.WEIGHT, _F.BASELINE):
            self.figures[_of_indicator(act.plan, code, name)] = RecordedFigure(as_kept(body[name.value]), act)
        for name in (_F.ACCUMULATION, _F.UNIT):
            self.figures[_of_indicator(act.plan, code, name)] = RecordedFigure(body[name.value], act)

    def _apply_derived(self, act: Act) -> None:
        """Indicators that a file made otherwise than as a flow without baseline."""
        for code, recorded in act.body.get("defined", {}).items():
            self.figures[_of_indicator(act.plan, code, _F.ACCUMULATION)] = RecordedFigure(recorded["accumulation"], act)
            self.figures[_of_indicator(act.plan, code, _F.BASELINE)] = RecordedFigure(
                as_kept(recorded["baseline"]), act
            )

    def _apply_changes(self) -> None:
        """In the order in which they take effect: of two on one day the one adopted later prevails."""
        rows = (
            Change.objects.filter(amendment__state=AmendmentState.ADOPTED)
            .select_related("amendment__plan")
            .order_by("amendment__effective_on", "amendment__adoption", "ordinal")
        )
        for row in sorted(rows, key=lambda row: row.field != _F.ADDED):
            plan = row.amendment.plan.slug
            act = self._adopted.get(f"amendment/{plan}/{row.amendment.number}")
            if act is None:
                continue
            if row.field == _F.ADDED:
                added = _figures_of(row.subject, read_project(row.after))
                self.figures |= {(plan, key): RecordedFigure(value, act, by_mesa=True) for key, value in added}
            else:
                key = ChangeKey(row.kind, row.subject, row.field, row.key)
                self.figures[plan, key] = RecordedFigure(row.after, act, by_mesa=True)


def _parts_by_code(live: LiveValues) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Plan and last code → the parts that go by it: all that acts of an older form say."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for plan, kind, subject in live.parts:
        codes = subject.split("/")
        code = codes[2] if kind == _K.ACTIVITY else codes[-1]
        if kind != _K.INDICATOR:
            found[plan, code].append((kind, subject))
    return found


def _of_indicator(plan: str, code: str, field: ChangeField, key: str = "") -> Key:
    return plan, ChangeKey(_K.INDICATOR.value, code, field.value, key)


def _figures_of(code: str, project: NewProject) -> Iterator[tuple[ChangeKey, str | None]]:
    """What an amendment says of a project that it adds."""
    yield _weight(_K.PROJECT, code), plain(project.weight)
    for product in project.products:
        yield _weight(_K.PRODUCT, product_subject(code, product.code)), plain(product.weight)
        for activity in product.activities:
            yield _weight(_K.ACTIVITY, activity_subject(code, product.code, activity.code, 1)), plain(activity.weight)
        if (one := product.indicator) is not None:
            yield _of_indicator("", one.code, _F.BASELINE)[1], plain(one.baseline)
            yield _of_indicator("", one.code, _F.ACCUMULATION)[1], one.accumulation
            yield _of_indicator("", one.code, _F.UNIT)[1], one.unit
            for label, value in one.targets.items():
                yield _of_indicator("", one.code, _F.TARGET, label)[1], value


def _weight(kind: SubjectKind, subject: str) -> ChangeKey:
    return ChangeKey(kind.value, subject, _F.WEIGHT.value, "")
