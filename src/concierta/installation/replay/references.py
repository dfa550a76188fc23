"""What a plain value names: each kind of thing by the code, label or number that people call it by.

`/` stands between the parts of a name: "RE-04/2024-T4" is the report of that indicator and that period.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from django.db.models import Model

from concierta.agreements.models import Agreement, Clause, Norm, Pledge, Signatory, TextVersion
from concierta.amendments.models import AdjustmentMeasure, Amendment
from concierta.budgets.models import BudgetLine, Contribution, Delivery, Opportunity
from concierta.evaluation.models import Milestone
from concierta.evidence.models import Evidence
from concierta.indicators.models import Category, CategorySet, Indicator
from concierta.kernel.errors import NotFound
from concierta.kernel.periods import Period
from concierta.mesa.models import (
    ActionItem,
    AgendaItem,
    Decision,
    Delegation,
    Mesa,
    Minutes,
    MinutesSection,
    Motion,
    Remark,
    Seat,
    Session,
)
from concierta.people.models import Entity, Territory, User
from concierta.people.queries import entity_by_code, territory_by_code
from concierta.plans.models import Activity, Node, Plan, Product, Project, ReportingPeriod, Tier
from concierta.reporting.models import Report, SelfAssessment
from concierta.verification.models import Campaign, CampaignReport


@dataclass(frozen=True, slots=True)
class Scene:
    """Where names are looked up: in the folder of the files, the plan and the agreement that the acts are about."""

    folder: Path = Path()
    plan: str = ""
    agreement: str = ""
    by: User | None = None
    known: dict[tuple[object, str, User | None], object] = field(default_factory=dict)
    """Rows looked up before, of kinds that no act changes."""


T = TypeVar("T")
Reference = Callable[[Scene, str], object]


def find(kind: type[T], name: str, scene: Scene) -> T:
    """The `kind` that has this name. Raises NotFound."""
    key = (kind, name, scene.by if kind is Evidence else None)
    found = scene.known.get(key) or REFERENCES[kind](scene, name)
    if not isinstance(found, kind):
        raise TypeError(kind)
    if kind in KEPT:
        scene.known[key] = found
    return found


def _named(
    model: type[Model], within: str, *parts: str, newest: bool = False, read_with: tuple[str, ...] = ()
) -> Reference:
    """The one of `model` whose fields are the parts of its name. `within` leads to the plan or the agreement.

    The last parts may be left out where the others are enough; of several, `newest` takes the last. `read_with` is what
    its operations ask of it anyway.
    """

    def named(scene: Scene, name: str) -> object:
        scope = scene.agreement if within.endswith("agreement") else scene.plan
        sought = dict(zip(parts, name.split("/", len(parts) - 1), strict=False))
        rows = model._default_manager.filter(**{f"{within}__slug": scope} if within else {}, **sought)
        rows = rows.select_related(*read_with) if read_with else rows
        found = list(rows.order_by(*["-pk"] if newest else [])[: 1 if newest else 2])
        if len(found) != 1:
            why = "hay más de un" if found else "no hay un"
            raise NotFound(f"{why} {model._meta.object_name} «{name}».")
        if within == "plan":
            setattr(found[0], within, find(Plan, scene.plan, scene))
        return found[0]

    return named


def _activity(scene: Scene, name: str) -> object:
    """By its code, and that of its product where two share it. Follow-ups name them all: they are read at once."""
    named: dict[str, list[Activity]] = defaultdict(list)
    within = Activity.objects.filter(product__project__plan__slug=scene.plan)
    for activity in within.select_related("product__project__plan"):
        named[activity.code].append(activity)
        named[f"{activity.code}/{activity.product.code}"].append(activity)
    if len(named[name]) != 1:
        why = "hay más de un" if named[name] else "no hay un"
        raise NotFound(f"{why} Activity «{name}».")
    scene.known.update({(Activity, each, None): found[0] for each, found in named.items() if len(found) == 1})
    return named[name][0]


def _period(scene: Scene, label: str) -> object:
    period = Period.parse(label)
    return _named(ReportingPeriod, "plan", "year", "quarter")(scene, f"{period.year}/{period.quarter}")


def _report(scene: Scene, name: str) -> object:
    """The last version, by its indicator and its period."""
    indicator, _, label = name.partition("/")
    of = {"indicator": find(Indicator, indicator, scene), "period": find(ReportingPeriod, label, scene)}
    found = Report.objects.filter(**of).order_by("-version").first()
    if found is None:
        raise NotFound(f"no hay un Report «{name}».")
    return found


def _agenda_item(scene: Scene, name: str) -> object:
    """By its session and its place there, the matter that it is about, or its title."""
    _, _, which = name.partition("/")
    part = "ordinal" if which.isdigit() else "subject" if ":" in which and " " not in which else "title"
    return _named(AgendaItem, "session__mesa__agreement", "session__number", part)(scene, name)


def _motion(scene: Scene, name: str) -> object:
    """By its session and its number there, which counts in the order in which they were proposed."""
    session, _, number = name.partition("/")
    motions = Motion.objects.filter(item__session__mesa__agreement__slug=scene.agreement, item__session__number=session)
    found = list(motions.order_by("pk"))[int(number) - 1 : int(number)]
    if not found:
        raise NotFound(f"no hay un Motion «{name}».")
    return found[0]


def _evidence(scene: Scene, filename: str) -> object:
    """A file that the entity of whoever acts brought before."""
    brought = Evidence.objects.select_related("file", "entity")
    found = brought.filter(filename=filename, entity__memberships__user=scene.by).order_by("-pk").first()
    if found is None:
        raise NotFound(f"no hay un Evidence «{filename}» de la entidad de quien actúa.")
    return found


def _file(scene: Scene, name: str) -> object:
    path = scene.folder / name
    if not path.is_file():
        raise NotFound(f"no está el archivo «{name}».")
    return path


REFERENCES: dict[object, Reference] = {
    Entity: lambda scene, code: entity_by_code(code),
    Territory: lambda scene, code: territory_by_code(code),
    User: _named(User, "", "email"),
    Path: _file,
    Period: lambda scene, label: Period.parse(label),
    Agreement: _named(Agreement, "", "slug"),
    Clause: _named(Clause, "agreement", "code"),
    Pledge: _named(Pledge, "clause__agreement", "code"),
    Norm: _named(Norm, "agreement", "code"),
    Signatory: _named(Signatory, "agreement", "entity__code"),
    Milestone: _named(Milestone, "clause__agreement", "title"),
    TextVersion: _named(TextVersion, "agreement", "number"),
    Plan: _named(Plan, "", "slug", read_with=("secretariat",)),
    Tier: _named(Tier, "plan", "slug"),
    Node: _named(Node, "plan", "code", read_with=("tier",)),
    Project: _named(Project, "plan", "code", read_with=("entity",)),
    Product: _named(
        Product, "project__plan", "project__code", "code", "goal_code", read_with=("project__plan__secretariat",)
    ),
    Activity: _activity,
    ReportingPeriod: _period,
    Indicator: _named(Indicator, "plan", "code"),
    CategorySet: _named(CategorySet, "", "code"),
    Category: _named(Category, "", "category_set__code", "code"),
    Report: _report,
    SelfAssessment: _named(SelfAssessment, "period__plan", "pledge__code", newest=True),
    Campaign: lambda scene, label: Campaign.objects.get(period=find(ReportingPeriod, label, scene)),
    CampaignReport: _named(CampaignReport, "campaign__plan", "key"),
    Evidence: _evidence,
    BudgetLine: _named(BudgetLine, "plan", "fiscal_year", "key"),
    Contribution: _named(Contribution, "plan", "pledge__code"),
    Delivery: _named(Delivery, "contribution__plan", "contribution__pledge__code", "delivered_on"),
    Opportunity: _named(Opportunity, "plan", "code"),
    Mesa: _named(Mesa, "", "agreement__slug"),
    Seat: _named(Seat, "mesa__agreement", "entity__code", newest=True, read_with=("entity", "mesa__agreement")),
    Delegation: _named(Delegation, "seat__mesa__agreement", "person__email", newest=True),
    Session: _named(Session, "mesa__agreement", "number"),
    AgendaItem: _agenda_item,
    Motion: _motion,
    Decision: _named(Decision, "mesa__agreement", "number"),
    ActionItem: _named(ActionItem, "mesa__agreement", "number"),
    Minutes: _named(Minutes, "session__mesa__agreement", "session__number"),
    MinutesSection: _named(
        MinutesSection, "minutes__session__mesa__agreement", "minutes__session__number", "item__ordinal"
    ),
    Remark: _named(
        Remark, "seat__mesa__agreement", "section__minutes__session__number", "section__item__ordinal", newest=True
    ),
    Amendment: _named(Amendment, "plan", "number"),
    AdjustmentMeasure: _named(AdjustmentMeasure, "plan", "number"),
}
#: Looked up once: no act changes of them what an operation reads, or the operation holds their row itself.
KEPT = {
    *(Entity, Territory, User, Evidence, Agreement, Pledge, Plan, Node, Project, Product, Activity, ReportingPeriod),
    *(Indicator, CategorySet, Category, Mesa, Seat),
}
