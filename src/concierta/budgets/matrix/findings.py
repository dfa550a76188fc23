"""The sentences of what an execution file has that it should not; for each code, what was seen and what was done."""

from concierta.engines.finance import Breach
from concierta.kernel.errors import gettext_noop as _

_KEPT = _("se conservó como está y se muestra")

SENTENCES: dict[str, tuple[str, str]] = {
    "negative-money": (_("El valor es menor que cero."), _KEPT),
    "identity": (_("La apropiación definitiva no es la inicial con sus modificaciones."), _KEPT),
    "chain-final": (_("El CDP pasa de la apropiación definitiva."), _KEPT),
    "chain-availability": (_("El registro presupuestal pasa del CDP."), _KEPT),
    "chain-registration": (_("Las obligaciones pasan del registro presupuestal."), _KEPT),
    "chain-obligation": (_("Los pagos pasan de las obligaciones."), _KEPT),
    "derived-differs": (_("El valor que el archivo deriva no sale de sus propias cifras."), _KEPT),
    "line-repeated": (_("La línea se repite."), _("se conservaron todas las filas")),
    "funding-unclassified": (_("El archivo no dice de qué clase es el fondo."), _("quedó sin clasificar")),
    "vintage-unknown": (_("No se reconoce la vigencia."), _("se tomó como vigencia actual")),
    "row-unplaced": (_("La fila no dice a qué proyecto pertenece."), _("no se importó")),
    "row-total": (_("La fila es un total."), _("no se importó")),
    "column-unknown": (_("El perfil no conoce esta columna."), _("no se importó")),
    "transfers-do-not-cancel": (_("Los créditos y los contracréditos del archivo no suman cero."), _KEPT),
    "project-not-in-plan": (_("El plan no tiene este proyecto."), _("la línea se conservó sin proyecto del plan")),
    "node-differs": (
        _("El archivo pone el proyecto en otra parte del plan."),
        _("se cuenta donde lo tiene el plan"),
    ),
    "initial-changed": (_("La apropiación inicial no es la de un archivo anterior."), _("se conservan las dos")),
    "territory-unregistered": (
        _("El código no es de ninguna comuna ni corregimiento registrado."),
        _("la línea quedó sin territorio"),
    ),
}


def code_of(breach: Breach) -> str:
    """The finding that a breach is: by the figure that should have been enough."""
    if breach.kind == "chain":
        return f"chain-{breach.left}"
    return "negative-money" if breach.kind == "negative" else "identity"
