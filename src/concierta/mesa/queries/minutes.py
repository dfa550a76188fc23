"""The minutes and their parts, for those who may see them."""

from django.db.models import F, Prefetch, Q, QuerySet

from concierta.kernel.errors import NotFound, gettext_noop
from concierta.mesa.enums import MinutesState
from concierta.mesa.models import Minutes, MinutesSection, Remark
from concierta.mesa.queries.seats import member_mesas, mesas_of
from concierta.people.models import User

_SESSION = ("session__mesa__agreement", "session__mesa__secretariat", "session__mesa__chair", "session__rules")


def minutes_for(user: User, session_pk: int) -> Minutes:
    """The minutes of a session with sections (the opening first), remarks and signatures: drafts for the Mesa, signed
    ones for everybody.

    Otherwise NotFound. It knows whether `user` may read what is reserved: for the others, those parts have no words.
    """
    minutes = (
        Minutes.objects.select_related(*_SESSION)
        .prefetch_related(
            Prefetch(
                "sections",
                MinutesSection.objects.select_related("item").order_by(F("item__ordinal").asc(nulls_first=True), "pk"),
            ),
            Prefetch("sections__remarks", Remark.objects.select_related("seat__entity").order_by("made_at", "pk")),
            "signatures",
        )
        .filter(
            Q(session__mesa__in=mesas_of(user).order_by().values("pk")) | Q(state=MinutesState.SIGNED),
            session=session_pk,
        )
        .first()
    )
    if minutes is None:
        raise NotFound(gettext_noop("Esa sesión no tiene acta, o no es visible para usted."))
    inside = member_mesas(user).filter(pk=minutes.session.mesa_id).exists()
    minutes.reads_reserved = inside
    for section in minutes.sections.all():
        section.minutes = minutes
        if not inside and section.item is not None and section.item.reserved_basis:
            section.text = ""
    return minutes


def section_for(user: User, pk: int) -> MinutesSection:
    """One part of the minutes of the tables that `user` belongs to, or NotFound."""
    section = (
        MinutesSection.objects.select_related("item", *(f"minutes__{path}" for path in _SESSION))
        .filter(pk=pk, minutes__session__mesa__in=member_mesas(user).order_by().values("pk"))
        .first()
    )
    if section is None:
        raise NotFound(gettext_noop("No hay tal parte del acta, o usted no hace parte de esa mesa."))
    return section


def remark_for(user: User, pk: int) -> Remark:
    """One remark on the minutes of the tables that `user` belongs to, or NotFound."""
    remark = (
        Remark.objects.select_related("seat__entity", *(f"section__minutes__{path}" for path in _SESSION))
        .filter(pk=pk, section__minutes__session__mesa__in=member_mesas(user).order_by().values("pk"))
        .first()
    )
    if remark is None:
        raise NotFound(gettext_noop("No hay tal observación, o usted no hace parte de esa mesa."))
    return remark


def signed_minutes() -> QuerySet[Minutes]:
    """Every record that is final, oldest session first: what the public may be shown."""
    return (
        Minutes.objects.filter(state=MinutesState.SIGNED)
        .select_related(*_SESSION)
        .prefetch_related("signatures")
        .order_by("session__mesa", "session__number")
    )
