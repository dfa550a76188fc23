"""Projects of the year's investment plan that spend and show nothing for it."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext

from concierta.mesa.enums import ItemSource
from concierta.mesa.proposals import AgendaProposal
from concierta.steering.queries.agenda.figures import percent
from concierta.steering.queries.agenda.situation import Situation
from concierta.steering.queries.dues.words import day, shortened


def spending_without_result(situation: Situation) -> Iterator[AgendaProposal]:
    """Obligations in the year, and nothing verified of what was programmed in it: the most pesos first, a few."""
    for plan in situation.plans:
        cut_off, measured = situation.cut_offs.get(plan.pk), situation.achievement(plan)
        if cut_off is None or measured is None:
            continue
        money = situation.money(plan, cut_off)
        found = []
        for pk, stages in money.by_project(cut_off.year).items():
            project = money.projects.get(pk)
            tally = measured.tallies.get(("project", project.code)) if project else None
            if project is None or tally is None or not tally.programmed or not stages.obligation:
                continue
            if stages.obligation > 0 and not tally.verified_year:
                found.append((-stages.obligation, project.code, project.name, stages))
        for _, code, name, stages in sorted(found, key=lambda row: row[:2])[: settings.AGENDA_PROJECTS]:
            yield AgendaProposal(
                ItemSource.POAI,
                situation.subject(plan, f"project:{code}"),
                gettext("Revisar el proyecto %(code)s: %(name)s") % {"code": code, "name": shortened(name)},
                gettext(
                    "Obligaciones sin resultado: %(spent)s de lo apropiado en %(year)s está obligado y nada de lo "
                    "programado está verificado al %(date)s."
                )
                % {"spent": percent(stages.execution), "year": cut_off.year, "date": day(cut_off)},
            )
