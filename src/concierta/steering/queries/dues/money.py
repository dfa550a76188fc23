"""Dates of means sought from others, and of what entities said that they would give."""

from collections.abc import Iterator

from django.utils.translation import gettext

from concierta.budgets.queries import money_dates
from concierta.people.enums import Role
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Owed, Window
from concierta.steering.queries.dues.words import shortened


def money_due(window: Window) -> Iterator[Owed]:
    """Whoever follows an opportunity up, and whoever reports for the entity that gives."""
    for one in money_dates(window.until):
        if not window.of(one.entity.pk):
            continue
        gives = one.kind == "contribution"
        yield Owed(
            DueKind.CONTRIBUTION if gives else DueKind.OPPORTUNITY,
            f"{one.kind}:{one.pk}:{one.due_on.isoformat()}",
            (gettext("Entregar el aporte: %(title)s") if gives else gettext("Gestión de recursos: %(title)s"))
            % {"title": shortened(one.title)},
            one.due_on,
            one.entity,
            roles=(Role.REPORTER,),
            person=None if one.person is None else one.person.pk,
            secretariat=one.plan.secretariat_id,
            plan=one.plan.slug,
            address_hint=("contribution" if gives else "opportunity", (one.pk,)),
        )
