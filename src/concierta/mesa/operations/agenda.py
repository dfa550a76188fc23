"""The agenda: it fills itself, and the secretariat orders it, adds, and drops with a reason.

Once the session is convened every change of the agenda is an act on record, because the members were told another.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from concierta.kernel.errors import Invalid, Phrase, Refusal, TransitionRefused, gettext_noop
from concierta.kernel.writing import repaired
from concierta.mesa.enums import ItemSource, SessionKind, SessionState
from concierta.mesa.models import AgendaItem, Session
from concierta.mesa.operations.acts import check_minutes_open, item_subject, locked_item, locked_session, record
from concierta.mesa.operations.texts import check_not_stale, required
from concierta.mesa.permissions import check_can_run
from concierta.mesa.proposals import AgendaProposal
from concierta.people.models import User

#: Letters of a title, and of the legal ground of a reserve.
_MOST = 300
_BEFORE_THE_END = (SessionState.PLANNED, SessionState.NOTICED, SessionState.OPEN)


@transaction.atomic
def fill_agenda(
    *, session: Session, proposals: Sequence[AgendaProposal], by: User | None, at: datetime
) -> list[AgendaItem]:
    """Add the proposed matters that the agenda lacks, at its end and in their order; gives those it added.

    Asked again it adds nothing twice. What nobody has touched yet shows the newest `why` and title; a dropped item
    stays dropped. Refuses once an extraordinary session is convened: it deals with what its notice said.
    """
    session = _session_to_arrange(session, by)
    if any(not proposal.subject for proposal in proposals):
        raise Invalid(gettext_noop("Cada asunto propuesto debe decir de qué trata."), field="subject")
    known = {(item.source, item.subject): item for item in session.items.select_for_update(of=("self",))}
    _check_may_grow(session, bool({(p.source, p.subject) for p in proposals} - known.keys()))
    added = []
    for proposal in proposals:
        item = known.get((proposal.source, proposal.subject))
        # Made of words that were kept elsewhere, perhaps before they had to be printable: they stop no agenda.
        title, why = _shortened(repaired(proposal.title)), repaired(proposal.why)
        if item is None:
            item = _append(session, title, proposal.source, proposal.subject, why, None)
            known[(proposal.source, proposal.subject)] = item
            added.append(item)
            _record_if_noticed(item, "agenda.item_added", {}, _words(item), by, at)
        elif _is_untouched(item) and (item.title, item.why) != (title, why):
            item.title, item.why = title, why
            item.save(update_fields=["title", "why"])
    return added


@transaction.atomic
def add_item(
    *,
    session: Session,
    title: str,
    source: ItemSource = ItemSource.MANUAL,
    subject: str = "",
    why: str = "",
    minutes_planned: int | None = None,
    by: User | None,
    at: datetime,
) -> AgendaItem:
    """Add one item at the end of the agenda, also while the session runs. Refuses a matter that is already on it."""
    session = _session_to_arrange(session, by)
    title = _fitting(required(title, gettext_noop("El punto necesita un título."), "title"), "title")
    _check_minutes_planned(minutes_planned)
    _check_may_grow(session, True)
    if subject and session.items.filter(source=source, subject=subject).exists():
        raise Refusal(gettext_noop("Ese asunto ya está en el orden del día, o se retiró: restáurelo."))
    item = _append(session, title, source, subject, why, minutes_planned)
    _record_if_noticed(item, "agenda.item_added", {}, _words(item), by, at)
    return item


@transaction.atomic
def edit_item(
    *,
    item: AgendaItem,
    revision: int,
    title: str,
    minutes_planned: int | None,
    reserved_basis: str = "",
    by: User | None,
    at: datetime,
) -> AgendaItem:
    """Change an item's title, time or reserve. `reserved_basis` is the legal ground on which it is not published.

    Raises StaleText when somebody saved since `revision`.
    """
    item = locked_item(item)
    check_can_run(by, item.session.mesa)
    check_minutes_open(item.session)
    title = _fitting(required(title, gettext_noop("El punto necesita un título."), "title"), "title")
    _check_minutes_planned(minutes_planned)
    check_not_stale(revision=item.revision, read=revision, current=item.title, yours=title)
    reserved_basis = _fitting(reserved_basis.strip(), "reserved_basis")
    reserve_changed = reserved_basis != item.reserved_basis
    changed = reserve_changed or title != item.title
    item.title, item.minutes_planned, item.reserved_basis = title, minutes_planned, reserved_basis
    item.revision += 1
    item.save(update_fields=["title", "minutes_planned", "reserved_basis", "revision"])
    if changed:
        _record_if_noticed(item, "agenda.item_edited", {"reserved_basis": reserved_basis}, _words(item), by, at)
    return item


@transaction.atomic
def move_item(*, item: AgendaItem, to: int, by: User | None, at: datetime) -> AgendaItem:
    """Put an item at place `to`, counted from 1 among those that were not dropped. Beyond the end is the end."""
    item = locked_item(item)
    session = _session_to_arrange(item.session, by)
    if item.dropped_reason:
        raise Refusal(gettext_noop("Este punto se retiró del orden del día: restáurelo antes de moverlo."))
    if to < 1:
        raise Invalid(gettext_noop("Los puntos se cuentan desde 1."), field="to")
    others = [other for other in session.items.order_by("ordinal", "pk") if other.pk != item.pk]
    kept = [other for other in others if not other.dropped_reason]
    kept.insert(to - 1, item)
    _number([*kept, *(other for other in others if other.dropped_reason)])
    _record_if_noticed(item, "agenda.item_moved", {"ordinal": item.ordinal}, {}, by, at)
    return item


@transaction.atomic
def drop_item(*, item: AgendaItem, reason: str, by: User | None, at: datetime) -> AgendaItem:
    """Take an item off the agenda, with the reason that the minutes will show. What was discussed is not dropped."""
    item = locked_item(item)
    session = _session_to_arrange(item.session, by)
    reason = required(reason, gettext_noop("Diga por qué se retira el punto: quedará en el acta."), "reason")
    if item.dropped_reason:
        raise Refusal(gettext_noop("Este punto ya se había retirado."))
    if item.opened_at is not None:
        raise TransitionRefused(gettext_noop("Este punto ya se trató: no se retira del orden del día."))
    item.dropped_reason = reason
    item.save(update_fields=["dropped_reason"])
    item.session = session
    _record_if_noticed(item, "agenda.item_dropped", {}, _words(item) | {"reason": reason}, by, at)
    return item


@transaction.atomic
def restore_item(*, item: AgendaItem, by: User | None, at: datetime) -> AgendaItem:
    """Put a dropped item back, at the end of the agenda."""
    item = locked_item(item)
    session = _session_to_arrange(item.session, by)
    if not item.dropped_reason:
        raise Refusal(gettext_noop("Este punto no se ha retirado."))
    item.dropped_reason = ""
    item.ordinal = _next_ordinal(session)
    item.save(update_fields=["dropped_reason", "ordinal"])
    item.session = session
    _record_if_noticed(item, "agenda.item_restored", {}, _words(item), by, at)
    return item


def _session_to_arrange(session: Session, by: User | None) -> Session:
    session = locked_session(session.pk)
    check_can_run(by, session.mesa)
    if session.state not in _BEFORE_THE_END:
        raise TransitionRefused(
            gettext_noop("La sesión está «%(state)s»: su orden del día ya no cambia."),
            state=Phrase(str(session.get_state_display())),
        )
    return session


def _check_may_grow(session: Session, grows: bool) -> None:
    if grows and session.kind == SessionKind.EXTRAORDINARY and session.state != SessionState.PLANNED:
        raise Refusal(
            gettext_noop(
                "Una sesión extraordinaria trata solo lo que dice su convocatoria: lleve este punto a la siguiente."
            )
        )


def _check_minutes_planned(minutes_planned: int | None) -> None:
    if minutes_planned is not None and not 1 <= minutes_planned <= 600:
        raise Invalid(gettext_noop("El tiempo de un punto va de 1 a 600 minutos."), field="minutes_planned")


def _is_untouched(item: AgendaItem) -> bool:
    return item.revision == 1 and not item.dropped_reason and item.opened_at is None


def _fitting(text: str, field: str) -> str:
    """What somebody typed, whole, or Invalid: it is never cut behind their back."""
    if len(text) > _MOST:
        raise Invalid(gettext_noop("Escriba %(most)s letras o menos."), field=field, most=_MOST)
    return text


def _shortened(title: str) -> str:
    """A title made of words kept elsewhere, where they stand whole; what does not fit ends in «…»."""
    return title if len(title) <= _MOST else f"{title[: _MOST - 1]}…"


def _append(
    session: Session, title: str, source: str, subject: str, why: str, minutes_planned: int | None
) -> AgendaItem:
    item = AgendaItem(
        session=session,
        ordinal=_next_ordinal(session),
        title=title,
        source=source,
        subject=subject,
        why=why,
        minutes_planned=minutes_planned,
    )
    item.save()
    return item


def _next_ordinal(session: Session) -> int:
    return int(AgendaItem.objects.filter(session=session).aggregate(last=Max("ordinal"))["last"] or 0) + 1


def _number(items: list[AgendaItem]) -> None:
    for ordinal, item in enumerate(items, start=1):
        if item.ordinal != ordinal:
            item.ordinal = ordinal
            item.save(update_fields=["ordinal"])


def _words(item: AgendaItem) -> dict[str, Any]:
    """What says what the item is about: sealed, because it may yet become reserved."""
    return {"source": str(item.source), "subject": item.subject, "title": item.title}


def _record_if_noticed(
    item: AgendaItem, kind: str, body: Mapping[str, object], sealed: Mapping[str, object], by: User | None, at: datetime
) -> None:
    if item.session.state != SessionState.PLANNED:
        record(kind=kind, subject=item_subject(item), mesa=item.session.mesa, body=body, sealed=sealed, by=by, at=at)
