from django.utils.translation import gettext_lazy as _

from concierta.people.privacy import Ground, PersonalData, keeps, signs
from concierta.plans.models import MatrixImport

keeps(
    signs(MatrixImport, "imported_by"),
    PersonalData(
        model=MatrixImport,
        fields=("filename",),
        what=_("El nombre que traía cada archivo oficial"),
        purpose=_("Que cualquiera compruebe de qué archivo salió cada cifra"),
        ground=Ground.FUNCTION,
        kept=_("Para siempre: es parte del registro público"),
        forgetting=_("Queda: nombre los archivos oficiales sin nombrar personas"),
    ),
)
