"""What goes slower than expected, the furthest behind first.

A project that lags is one matter, however many of its indicators do; an indicator is one of its own where its project
does not lag, or it has none. A figure that waits for its verification is taken at its word: the delay is not of whoever
reported it. Beyond the first few the rest is one more matter that names them all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings
from django.utils.translation import gettext, ngettext

from concierta.engines.achievement import pace
from concierta.indicators.models import Indicator
from concierta.mesa.enums import ItemSource
from concierta.mesa.proposals import AgendaProposal
from concierta.plans.models import Plan, Project
from concierta.publishing.queries.measuring import Tally
from concierta.steering.queries.agenda.figures import percent
from concierta.steering.queries.agenda.situation import Situation
from concierta.steering.queries.dues.words import day, shortened


@dataclass(frozen=True, slots=True)
class Lag:
    """`reached` and `expected` are fractions of the cycle where it is programmed, else of the year."""

    key: str
    title: str
    reached: Fraction
    expected: Fraction
    at_its_word: bool

    @property
    def order(self) -> tuple[Fraction, str]:
        return (self.reached - self.expected, self.key)


def lagging(situation: Situation) -> Iterator[AgendaProposal]:
    for plan in situation.plans:
        found = sorted(lags(situation, plan), key=lambda lag: lag.order)
        most = settings.AGENDA_LAGGING
        cut_off = situation.cut_offs.get(plan.pk)
        if not found or cut_off is None:
            continue
        for lag in found[:most]:
            words = (
                gettext("%(reached)s reportado, por verificar, frente a %(expected)s esperado al %(date)s")
                if lag.at_its_word
                else gettext("%(reached)s frente a %(expected)s esperado al %(date)s")
            )
            yield AgendaProposal(
                ItemSource.LAGGING,
                situation.subject(plan, lag.key),
                lag.title,
                words % {"reached": percent(lag.reached), "expected": percent(lag.expected), "date": day(cut_off)},
            )
        if rest := found[most:]:
            yield AgendaProposal(
                ItemSource.LAGGING,
                situation.subject(plan, "lagging:rest"),
                ngettext("%(n)s asunto más va tarde", "%(n)s asuntos más van tarde", len(rest)) % {"n": len(rest)},
                gettext("Al %(date)s, del más atrasado al menos: %(names)s.")
                % {"date": day(cut_off), "names": ", ".join(lag.key.partition(":")[2] for lag in rest)},
            )


def lags(situation: Situation, plan: Plan) -> Iterator[Lag]:
    measured = situation.achievement(plan)
    if measured is None:
        return
    slow = set()
    projects = Project.objects.filter(plan=plan).exclude(closed_on__lte=situation.as_of)
    for pk, code, name in projects.order_by("code").values_list("pk", "code", "name"):
        tally = measured.tallies.get(("project", code))
        if tally is not None and (lag := _lag(tally, f"project:{code}", _titled(code, name))):
            slow.add(pk)
            yield lag
    indicators = Indicator.objects.filter(plan=plan).exclude(product__project__closed_on__lte=situation.as_of)
    rows = indicators.order_by("code").values_list("code", "name", "product__project_id")
    for code, name, project in rows:
        tally = measured.tallies.get(("indicator", code))
        if project in slow or tally is None:
            continue
        if lag := _lag(tally, f"indicator:{code}", _titled(code, name)):
            yield lag


def _lag(tally: Tally, key: str, title: str) -> Lag | None:
    """None where nothing is expected yet, or what was reached keeps pace."""
    waits = tally.counts["reported"] > 0
    if tally.expected_cycle is not None:
        reached, expected = tally.reported_cycle if waits else tally.verified_cycle, tally.expected_cycle
    elif tally.expected_year is not None:
        reached, expected = tally.reported_year if waits else tally.verified_year, tally.expected_year
    else:
        return None
    reached = reached or Fraction(0)
    kept = pace(reached, expected)
    if kept is None or kept >= Fraction(settings.LAGGING_PACE):
        return None
    return Lag(key, title, reached, expected, waits)


def _titled(code: str, name: str) -> str:
    return gettext("Va tarde: %(code)s %(name)s") % {"code": code, "name": shortened(name)}
