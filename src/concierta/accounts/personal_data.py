from django.utils.translation import gettext_lazy as _

from concierta.accounts.models import Block
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


keeps(
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
