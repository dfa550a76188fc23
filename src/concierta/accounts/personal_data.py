from datetime import UTC, date, datetime, time, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from concierta.accounts.delays import FORGOTTEN_AFTER
from concierta.accounts.models import Block, Device, SignIn, SignInDelay
from concierta.ledger.models import Salt
from concierta.people.privacy import Forgetting, Ground, PersonalData, keeps, signs


def _forget_blocks(asked: Forgetting) -> int:
    """What opens the seals of their acts, and the reasons. An open block ends: the account is closed anyhow."""
    if asked.person is None:
        return 0
    blocks = Block.objects.filter(person=asked.person)
    acts = {act for pair in blocks.values_list("blocking", "lifting") for act in pair if act is not None}
    Salt.objects.filter(event__in=acts).delete()
    blocks.filter(lifted_at=None).update(lifted_at=asked.at)
    blocks.update(reason="", lift_reason="")
    return len(acts)


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


keeps(
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
        what=_(
            "El segundo paso al entrar: la clave pública de una llave o el secreto, cifrado, de los códigos"
        ),
        purpose=_("Que nadie más entre con su cuenta"),
        ground=Ground.FUNCTION,
        kept=_("Hasta que lo quita"),
        forgetting=_("Se borra"),
    ),
    PersonalData(
        model=UserSession,
        fields=("user", "ip", "user_agent"),
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
