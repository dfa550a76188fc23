"""The signs that one person stands behind two entities, for those who should ask."""

from django.db.models import Q, QuerySet

from concierta.accounts.models import Alert
from concierta.accounts.queries.people import entities_answered_for
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.models import User


def open_alerts() -> QuerySet[Alert]:
    """Every sign that nobody has settled, oldest first: for the operator."""
    return Alert.objects.filter(settled_at=None).select_related("entity", "one", "other").order_by("raised_at", "pk")


def alerts_for(user: User) -> QuerySet[Alert]:
    """The open signs told to the entities of `user`, except those about themself."""
    return open_alerts().filter(entity__in=entities_answered_for(user)).exclude(Q(one=user) | Q(other=user))


def alert_for(user: User, pk: int) -> Alert:
    """One of those, or NotFound."""
    alert = alerts_for(user).filter(pk=pk).first()
    if alert is None:
        raise NotFound(gettext_noop("No hay tal aviso, o no es de su entidad."))
    return alert
