"""What an execution file says, typed and still outside any database. Money is `int` pesos; None is "not stated"."""

from dataclasses import dataclass
from datetime import date

from concierta.engines.finance import Breach, Stages
from concierta.kernel.errors import gettext_noop as _
from concierta.workbooks.findings import Finding, Sentences

#: The words of the enums for what a file leaves unsaid; the enums know Django and this package does not.
UNCLASSIFIED = "unclassified"
CURRENT = "current"


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One row of the file. `territory` is a code, None the whole city; `funding_kind` and `vintage` as in the enums.

    `node_code` is where the file places its project in the plan, "" where it does not say.
    """

    row: int
    key: str
    entity_code: str
    entity_name: str
    project_code: str
    project_name: str
    bpin: str
    goal_code: str
    node_code: str
    activity_code: str
    activity_name: str
    object_code: str
    object_name: str
    fund_code: str
    fund_name: str
    fund_class: str
    funding_kind: str
    vintage: str
    territory: str | None
    stages: Stages


@dataclass(frozen=True, slots=True)
class BudgetDraft:
    """A whole file. `columns` field → header and letter; `money` the sum of each money column, cell by cell."""

    filename: str
    sha256: str
    profile: str
    sheet: str
    header_row: int
    fiscal_year: int
    cut_off: date
    columns: dict[str, str]
    lines: list[LineDraft]
    findings: list[Finding]
    money: dict[str, int]

    @property
    def counts(self) -> dict[str, int]:
        return {
            "rows": len(self.lines),
            "entities": len({line.entity_code for line in self.lines}),
            "projects": len({line.project_code for line in self.lines}),
            "activities": len({line.activity_code for line in self.lines}),
            "funding_sources": len({line.fund_code for line in self.lines}),
            "findings": len(self.findings),
        }


_KEPT = _("se conservó como está y se muestra")

SENTENCES: Sentences = {
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
