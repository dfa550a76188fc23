from datetime import UTC, date, datetime, time, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from concierta.accounts.models import AddressChange, Alert, Block, Device, Invitation, SignIn, SignInDelay
from concierta.accounts.passwords import FORGOTTEN_AFTER
from concierta.ledger.models import Salt
from concierta.ledger.queries import Words, acts_of_kinds
from concierta.people.models import Membership
from concierta.people.privacy import Forgetting, Ground, PersonalData, keeps, signs


def _forget_blocks(asked: Forgetting) -> int:
    """The reasons; what opens the seals of the acts goes with that of every act on the account. An open block ends: the
    account is closed anyhow."""
    if asked.person is not None:
        blocks = Block.objects.filter(person=asked.person)
        blocks.filter(lifted_at=None).update(lifted_at=asked.at)
        blocks.update(reason="", lift_reason="")
    return 0


#: The database refuses to delete a younger record of entry, whatever the installation says.
LEAST_DAYS = 90


def _expire_sign_ins(on: date) -> int:
    """Records of entry, and devices not seen, from before the term; waits that a day without tries has ended."""
    term = timedelta(days=max(settings.SIGN_INS_DAYS, LEAST_DAYS))
    day = datetime.combine(on, time.min, UTC)
    with transaction.atomic():
        SignInDelay.objects.filter(last_try__lt=day - FORGOTTEN_AFTER).delete()
        devices, _kinds = Device.objects.filter(last_seen__lt=day - term).delete()
        entries, _kinds = SignIn.objects.filter(at__lt=day - term).delete()
    return devices + entries


def _forget_ways_in(asked: Forgetting) -> int:
    if asked.person is not None:
        for model in (Device, Authenticator, UserSession):
            model.objects.filter(user=asked.person).delete()
    return 0


def _forget_how_they_came(asked: Forgetting) -> int:
    """What opens the acts on the account and its roles; gives how many those were. An open change of address ends."""
    if asked.person is None:
        return 0
    kinds = Salt.objects.filter(name="account").order_by().values_list("event__kind", flat=True).distinct()
    account = Words(str(asked.person.pk))
    about = [act.index for act in acts_of_kinds(list(kinds)) if account.are(act.body["account_sha256"])]
    Salt.objects.filter(event__in=about).delete()
    Invitation.objects.filter(user=asked.person, used_at=None, ended_at=None).update(ended_at=asked.at)
    changes = AddressChange.objects.filter(user=asked.person, ended_at=None)
    changes.update(ended_at=asked.at, address="", token_sha256=None)
    return len(about)


def _forget_alerts(asked: Forgetting) -> int:
    if asked.person is not None:
        Alert.objects.filter(Q(one=asked.person) | Q(other=asked.person)).delete()
    return 0


keeps(
    PersonalData(
        model=Invitation,
        fields=("user", "token_sha256"),
        what=_("A quién se invitó, para qué entidad y con qué papeles"),
        purpose=_("Que cada persona entre por el correo de su entidad y ponga su propia contraseña"),
        ground=Ground.FUNCTION,
        kept=_("Mientras haya que responder por el acto"),
        forgetting=_("Lo que abre los sellos de esos actos se destruye"),
        forget=_forget_how_they_came,
    ),
    PersonalData(
        model=AddressChange,
        fields=("user", "address", "token_sha256"),
        what=_("El correo nuevo que pidió"),
        purpose=_("Escribirlo en su cuenta cuando se confirme"),
        ground=Ground.FUNCTION,
        kept=_("Hasta que se confirma o se retira"),
        forgetting=_("Se borra"),
    ),
    PersonalData(
        model=Alert,
        fields=("one", "other", "finding"),
        what=_("Señales de que dos cuentas de dos entidades pueden ser de una persona, y qué se encontró"),
        purpose=_("Que quien verifica no sea quien reporta"),
        ground=Ground.FUNCTION,
        kept=_("Mientras las dos cuentas tengan dueño"),
        forgetting=_("Se borra"),
        forget=_forget_alerts,
    ),
    signs(Membership, "confirmed_by"),
    signs(Invitation, "by"),
    signs(AddressChange, "by"),
    signs(Alert, "settled_by"),
    PersonalData(
        model=SignIn,
        fields=("user", "address", "agent", "subject"),
        what=_("Quién entró o intentó entrar, cuándo, desde qué dirección y navegador, y qué datos de otros abrió"),
        purpose=_("Que cada quien vea quién entró con su cuenta, y reconstruir un ataque"),
        ground=Ground.FUNCTION,
        kept=_("Un año, o lo que fije quien administra la instalación; nunca menos de noventa días"),
        forgetting=_("Vence solo: la base de datos no deja borrar antes lo que mostraría un ataque"),
        expire=_expire_sign_ins,
    ),
    PersonalData(
        model=Device,
        fields=("user", "token_sha256"),
        what=_("Desde qué navegadores ha entrado: un número al azar, del que solo se guarda el resumen"),
        purpose=_("Que quien ataca una cuenta no deje por fuera a su dueño"),
        ground=Ground.FUNCTION,
        kept=_("Un año desde la última vez"),
        forgetting=_("Se borra"),
        forget=_forget_ways_in,
    ),
    PersonalData(
        model=Authenticator,
        fields=("user", "data"),
        what=_("El segundo paso al entrar: la clave pública de una llave o el secreto, cifrado, de los códigos"),
        purpose=_("Que nadie más entre con su cuenta"),
        ground=Ground.FUNCTION,
        kept=_("Hasta que lo quita"),
        forgetting=_("Se borra"),
    ),
    PersonalData(
        model=UserSession,
        fields=("user", "ip", "user_agent", "session_key"),
        what=_("Sus sesiones abiertas: desde qué dirección y con qué navegador"),
        purpose=_("Que las vea y las cierre"),
        ground=Ground.FUNCTION,
        kept=_("Mientras la sesión esté abierta"),
        forgetting=_("Se borra"),
    ),
    signs(Block, "blocked_by", "lifted_by"),
    PersonalData(
        model=Block,
        fields=("person", "reason", "lift_reason"),
        what=_("Qué cuentas se bloquearon, cuándo y por qué"),
        purpose=_("Responder por haber cerrado una cuenta, o por haberla abierto otra vez"),
        ground=Ground.FUNCTION,
        kept=_("Mientras haya que responder por el acto"),
        forgetting=_("El motivo se borra y el sello del acto se destruye"),
        forget=_forget_blocks,
    ),
)
