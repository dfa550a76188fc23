from datetime import UTC, date, datetime, time, timedelta

from django.apps import apps
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from concierta.people.models import Membership, User
from concierta.people.privacy import Forgetting, Ground, PersonalData, keeps

_WHILE_IT_ANSWERS = _("Mientras la cuenta esté activa y haya que responder por lo que firmó")
_EMPTY = _("Quedan vacíos y la cuenta se cierra")


def _forget_account(asked: Forgetting) -> int:
    if asked.person is None:
        return 0
    person = asked.person
    person.name = ""
    person.email = f"olvidado-{person.pk}@invalid.invalid"
    person.language = ""
    person.last_login = None
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["name", "email", "language", "last_login", "is_active", "password"])
    person.end_sessions(asked.at)
    return 0


def _forget_addresses(asked: Forgetting) -> int:
    addresses = apps.get_model("account", "EmailAddress").objects.filter(email__iexact=asked.address)
    if asked.person is not None:
        addresses |= apps.get_model("account", "EmailAddress").objects.filter(user=asked.person)
    addresses.delete()
    return 0


def _expire_sessions(on: date) -> int:
    return Session.objects.filter(expire_date__lt=datetime.combine(on - timedelta(days=1), time.max, UTC)).delete()[0]


keeps(
    PersonalData(
        model=User,
        fields=("name", "email"),
        what=_("Nombre y correo de quien tiene una cuenta"),
        purpose=_("Saber quién reportó, revisó o verificó cada cifra, y escribirle"),
        ground=Ground.FUNCTION,
        kept=_WHILE_IT_ANSWERS,
        forgetting=_EMPTY,
        forget=_forget_account,
    ),
    PersonalData(
        model=User,
        fields=("password", "must_change_password", "last_login", "sessions_ended_at", "is_active", "date_joined"),
        what=_("Con qué y desde cuándo entra: la contraseña (solo su resumen), la última entrada"),
        purpose=_("Que nadie más entre con su cuenta"),
        ground=Ground.FUNCTION,
        kept=_WHILE_IT_ANSWERS,
        forgetting=_EMPTY,
    ),
    PersonalData(
        model=User,
        fields=("language",),
        what=_("En qué idioma lee"),
        purpose=_("Escribirle en él"),
        ground=Ground.FUNCTION,
        kept=_("Mientras tenga cuenta"),
        forgetting=_EMPTY,
    ),
    PersonalData(
        model=Membership,
        fields=("user",),
        what=_("Qué papeles tuvo, en qué entidad, desde cuándo y hasta cuándo"),
        purpose=_("Que cada quien haga lo que le corresponde, y explicar después por qué pudo hacerlo"),
        ground=Ground.FUNCTION,
        kept=_("Mientras haya que responder por el acto"),
        forgetting=_("El papel queda; señala una cuenta que ya no tiene nombre ni correo"),
    ),
    PersonalData(
        model=apps.get_model("account", "EmailAddress"),
        fields=("user", "email"),
        what=_("El correo con que entra"),
        purpose=_("Reconocerla al entrar"),
        ground=Ground.FUNCTION,
        kept=_("Mientras tenga cuenta"),
        forgetting=_("Se borra"),
        forget=_forget_addresses,
    ),
    PersonalData(
        model=Session,
        fields=("session_key", "session_data"),
        what=_("Qué sesiones están abiertas"),
        purpose=_("No pedirle la contraseña en cada página"),
        ground=Ground.FUNCTION,
        kept=_("Doce horas; las vencidas se borran cada día"),
        forgetting=_("Dejan de abrir en ese instante"),
        expire=_expire_sessions,
    ),
)
