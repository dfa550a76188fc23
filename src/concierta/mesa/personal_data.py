from django.utils.translation import gettext_lazy as _

from concierta.evidence.operations import destroy_file
from concierta.mesa.models import ActionItem, Attendance, ConflictOfInterest, Delegation, Seat, Signature
from concierta.people.privacy import Forgetting, Ground, PersonalData, keeps, signs


def _forget_written_delegations(asked: Forgetting) -> int:
    """The letter names its delegate: it goes, unless it is of somebody else too. That there was one, its hash and its
    dates stay: a vote was given by it."""
    if asked.person is None:
        return 0
    for delegation in Delegation.objects.filter(person=asked.person).select_related("document__file").order_by("pk"):
        letter, file = delegation.document, delegation.document.file
        of_others = Delegation.objects.filter(document__file=file).exclude(person=asked.person).exists()
        letter.title, letter.filename = str(_("Delegación escrita")), "archivo"
        letter.save(update_fields=["title", "filename"])
        if not of_others and file.destroyed_at is None:
            destroy_file(file=file, by=None, at=asked.at)
    return 0


keeps(
    signs(ActionItem, "person", "done_by", "checked_by"),
    signs(Attendance, "person"),
    signs(Seat, "principal"),
    signs(Signature, "person"),
    PersonalData(
        model=Delegation,
        fields=("person", "document"),
        what=_("Quién representa a una entidad por escrito, y la carta que lo dice"),
        purpose=_("Que cada voto de la mesa tenga un documento que lo respalde"),
        ground=Ground.FUNCTION,
        kept=_("Mientras haya que responder por el acto"),
        forgetting=_("La carta se destruye; queda su huella y la delegación, de una cuenta sin nombre ni correo"),
        forget=_forget_written_delegations,
    ),
    PersonalData(
        model=ConflictOfInterest,
        fields=("statement",),
        what=_("El conflicto de interés que una entidad declara ante la mesa"),
        purpose=_("Que no vote sobre lo suyo, y que se sepa por qué"),
        ground=Ground.FUNCTION,
        kept=_("Mientras haya que responder por el acto"),
        forgetting=_("Queda en el acta: es de la entidad. Escríbalo sin nombrar personas"),
    ),
)
