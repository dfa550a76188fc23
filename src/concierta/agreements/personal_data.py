from django.utils.translation import gettext_lazy as _

from concierta.agreements.models import (
    Competence,
    Mandate,
    Means,
    Pledge,
    PledgeDelay,
    PledgeStep,
    Reading,
    SignatoryStep,
    Signature,
)
from concierta.people.privacy import Ground, PersonalData, keeps, signs

keeps(
    signs(Signature, "person", "brought_by", "checked_by"),
    signs(SignatoryStep, "by"),
    signs(PledgeStep, "by"),
    signs(Pledge, "confirmed_by", "assessed_by"),
    signs(PledgeDelay, "told_by"),
    signs(Competence, "stated_by"),
    signs(Means, "stated_by"),
    signs(Mandate, "recorded_by"),
    PersonalData(
        model=Mandate,
        fields=("signer",),
        what=_("Quién puede firmar un acuerdo por su entidad, según el acto que lo dice"),
        purpose=_("Que nadie firme por una entidad sin que ella lo haya decidido"),
        ground=Ground.FUNCTION,
        kept=_("Mientras haya que responder por la firma"),
        forgetting=_("El mandato queda, de una cuenta sin nombre ni correo; el acto del órgano es público"),
    ),
    PersonalData(
        model=Reading,
        fields=("person",),
        what=_("Quién de una entidad dijo que leyó un texto del acuerdo, y cuándo"),
        purpose=_("Saber a quién le falta leer antes de firmar; se publica solo cuántas personas"),
        ground=Ground.FUNCTION,
        kept=_("Mientras haya que responder por la firma"),
        forgetting=_("Queda que alguien leyó, de una cuenta sin nombre ni correo"),
    ),
)
