from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from concierta.budgets.models import (
    BudgetImport,
    Contribution,
    Delivery,
    DeliveryStep,
    ExecutionCut,
    Modification,
    Opportunity,
    OpportunityContact,
    OpportunityStep,
)
from concierta.people.privacy import Forgetting, Ground, PersonalData, keeps, signs


def _forget_contacts(asked: Forgetting) -> int:
    _with_address(asked.address).delete()
    return 0


def _with_address(address: str) -> QuerySet[OpportunityContact]:
    return OpportunityContact.objects.filter(email__iexact=address).exclude(email="")


def _expire_contacts(on: date) -> int:
    return OpportunityContact.objects.filter(keep_until__lt=on).delete()[0]


keeps(
    signs(BudgetImport, "imported_by"),
    signs(Contribution, "declared_by"),
    signs(Delivery, "declared_by", "verifier"),
    signs(DeliveryStep, "by"),
    signs(ExecutionCut, "recorded_by"),
    signs(Modification, "recorded_by"),
    signs(Opportunity, "person"),
    signs(OpportunityStep, "by"),
    PersonalData(
        model=OpportunityContact,
        fields=("name", "position", "email", "phone", "purpose"),
        what=_("A quién llamar en una entidad que podría financiar: nombre, cargo, correo y teléfono"),
        purpose=_("Seguir esa gestión; cada contacto dice para qué"),
        ground=Ground.CONSENT,
        kept=_("Hasta el día que se dijo al anotarlo; se borra al siguiente"),
        forgetting=_("Se borra entero"),
        forget=_forget_contacts,
        expire=_expire_contacts,
    ),
    PersonalData(
        model=BudgetImport,
        fields=("filename",),
        what=_("El nombre que traía cada archivo oficial"),
        purpose=_("Que cualquiera compruebe de qué archivo salió cada cifra"),
        ground=Ground.FUNCTION,
        kept=_("Para siempre: es parte del registro público"),
        forgetting=_("Queda: nombre los archivos oficiales sin nombrar personas"),
    ),
)
