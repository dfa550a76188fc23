"""What the Mesa left to be done: action items, remarks on its minutes, and delegations that run out."""

from collections.abc import Iterator

from django.db.models import F, Q
from django.utils.translation import gettext

from concierta.mesa.enums import ActionState, MinutesState
from concierta.mesa.models import ActionItem, Delegation, Minutes, Remark, Seat
from concierta.people.enums import Role
from concierta.responsibilities.enums import Duty
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Obligation, Window
from concierta.steering.queries.dues.words import shortened


def action_items_due(window: Window) -> Iterator[Obligation]:
    """Those for which nothing has been shown yet. What is done and waits for its check has no date of its own."""
    items = (
        ActionItem.objects.filter(state=ActionState.OPEN, due_on__lte=window.until)
        .select_related("entity", "mesa__agreement")
        .order_by("mesa", "number")
    )
    for item in items:
        if window.of(item.entity_id):
            yield Obligation(
                DueKind.ACTION_ITEM,
                f"action_item:{item.number}",
                shortened(item.text),
                item.due_on,
                item.entity,
                roles=(Role.MEMBER, Role.REPORTER),
                duty=Duty.EXECUTES,
                matters=(("action_item", item.pk),),
                person=item.person_id,
                secretariat=item.mesa.secretariat_id,
                plan=item.mesa.agreement.slug,
                address_hint=("action_item", (item.pk,)),
            )


def remarks_due(window: Window) -> Iterator[Obligation]:
    """Of each seat that could remark on circulated minutes and has not; nobody is late who has nothing to say."""
    circulated = list(
        Minutes.objects.filter(state=MinutesState.CIRCULATED, remarks_until__range=(window.on, window.until))
        .select_related("session__mesa__agreement")
        .order_by("pk")
    )
    made = set(
        Remark.objects.filter(section__minutes__in=circulated).order_by().values_list("section__minutes", "seat")
    )
    seats = Seat.objects.filter(
        Q(until__isnull=True) | Q(until__gte=window.on),
        mesa__in={minutes.session.mesa_id for minutes in circulated},
        since__lte=window.on,
    )
    for seat in seats.select_related("entity").order_by("entity__code", "pk"):
        for minutes in circulated:
            session = minutes.session
            if seat.mesa_id != session.mesa_id or (minutes.pk, seat.pk) in made or not window.of(seat.entity_id):
                continue
            assert minutes.remarks_until is not None  # the range above
            yield Obligation(
                DueKind.MINUTES,
                f"minutes:{session.number}:{seat.entity.code}",
                gettext("Observaciones al acta de la sesión %(number)s") % {"number": session.number},
                minutes.remarks_until,
                seat.entity,
                roles=(Role.MEMBER,),
                person=seat.principal_id,
                plan=session.mesa.agreement.slug,
                binding=False,
                address_hint=("minutes", (session.pk,)),
            )


def delegations_ending(window: Window) -> Iterator[Obligation]:
    """So that nobody arrives at a session with a delegation that ran out the day before."""
    ending = (
        Delegation.objects.filter(until__range=(window.on, window.until))
        .filter(Q(seat__until__isnull=True) | Q(seat__until__gt=F("until")))
        .select_related("seat__entity", "seat__mesa__agreement", "person")
        .order_by("until", "pk")
    )
    for delegation in ending:
        seat = delegation.seat
        if delegation.until is not None and window.of(seat.entity_id):
            yield Obligation(
                DueKind.DELEGATION,
                f"delegation:{seat.entity.code}:{delegation.pk}",
                gettext("Termina la delegación de %(entity)s ante la mesa") % {"entity": seat.entity.short_name},
                delegation.until,
                seat.entity,
                roles=(Role.MEMBER,),
                person=seat.principal_id or delegation.person_id,
                plan=seat.mesa.agreement.slug,
                binding=False,
                address_hint=("seats", ()),
            )
