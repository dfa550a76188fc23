from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from concierta.people.privacy import Forgetting, Ground, PersonalData, keeps
from concierta.steering.models import CalendarFeed, Digest

#: How long it is remembered whom a letter was sent to.
DIGESTS_KEPT = timedelta(days=90)


def _forget_digests(asked: Forgetting) -> int:
    if asked.person is not None:
        Digest.objects.filter(person=asked.person).delete()
    return 0


def _expire_digests(on: date) -> int:
    return Digest.objects.filter(on__lt=on - DIGESTS_KEPT).delete()[0]


def _forget_feeds(asked: Forgetting) -> int:
    if asked.person is not None:
        CalendarFeed.objects.filter(person=asked.person).delete()
    return 0


keeps(
    PersonalData(
        model=Digest,
        fields=("person",),
        what=_("Qué días se le escribió, y sobre cuántos asuntos"),
        purpose=_("No escribirle dos veces lo mismo"),
        ground=Ground.FUNCTION,
        kept=_("90 días"),
        forgetting=_("Se borra"),
        forget=_forget_digests,
        expire=_expire_digests,
    ),
    PersonalData(
        model=CalendarFeed,
        fields=("person", "secret_sha256"),
        what=_("Los calendarios que lleva en su teléfono (solo el resumen de su dirección)"),
        purpose=_("Mostrarle sus fechas donde las mira"),
        ground=Ground.FUNCTION,
        kept=_("Hasta que los termine, o pierda el papel"),
        forgetting=_("Se borra"),
        forget=_forget_feeds,
    ),
)
