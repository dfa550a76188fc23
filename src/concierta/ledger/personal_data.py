from django.utils.translation import gettext_lazy as _

from concierta.ledger.models import Event, Opening
from concierta.people.privacy import Forgetting, Ground, PersonalData, keeps, signs


def _forget_openings(asked: Forgetting) -> int:
    return 0 if asked.person is None else Opening.objects.filter(person=asked.person).delete()[0]


keeps(
    signs(Event, "actor"),
    PersonalData(
        model=Opening,
        fields=("person", "identifier", "salt"),
        what=_("Lo que abre el sello de un acto del registro público: el correo de entonces y una sal"),
        purpose=_("Probar, si hace falta, de quién fue un acto que el registro guarda sellado"),
        ground=Ground.FUNCTION,
        kept=_("Mientras haya que responder por el acto"),
        forgetting=_("Se destruye: el acto y sus pruebas quedan, y ya no se puede saber de quién fue"),
        forget=_forget_openings,
    ),
)
