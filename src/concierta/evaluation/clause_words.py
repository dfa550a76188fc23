"""What the states of a commitment, and the figures that say them, are called."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, gettext_noop, ngettext

from concierta.engines.clauses import ClauseState

_STATES: Mapping[str, str] = {
    ClauseState.KEPT: gettext_noop("Se cumple"),
    ClauseState.PARTLY: gettext_noop("Se cumple en parte"),
    ClauseState.NOT_KEPT: gettext_noop("No se cumple"),
    ClauseState.NOT_DUE: gettext_noop("Aún no se puede decir"),
    ClauseState.NO_PROMISE: gettext_noop("Sin promesa"),
    ClauseState.NOT_INSTALLED: gettext_noop("Parte del programa aún sin instalar"),
    ClauseState.NOT_BOUND: gettext_noop("No está obligada"),
}

_MEANINGS: Mapping[str, str] = {
    ClauseState.KEPT: gettext_noop("Al menos tres cuartas partes de lo que tocaba está hecho y a la vista."),
    ClauseState.PARTLY: gettext_noop("Está hecha al menos la mitad de lo que tocaba."),
    ClauseState.NOT_KEPT: gettext_noop("Está hecha menos de la mitad de lo que tocaba."),
    ClauseState.NOT_DUE: gettext_noop("Prometió, y todavía no ha llegado ninguna fecha."),
    ClauseState.NO_PROMISE: gettext_noop("No prometió nada concreto bajo este compromiso."),
    ClauseState.NOT_INSTALLED: gettext_noop("Lo que lo mediría todavía no está en el programa."),
    ClauseState.NOT_BOUND: gettext_noop("No ha firmado, no firmó o se retiró."),
}

_COUNTED: Mapping[str, Callable[[int], str]] = {
    ClauseState.KEPT: lambda n: ngettext("%(n)s cumple", "%(n)s cumplen", n),
    ClauseState.PARTLY: lambda n: ngettext("%(n)s cumple en parte", "%(n)s cumplen en parte", n),
    ClauseState.NOT_KEPT: lambda n: ngettext("%(n)s no cumple", "%(n)s no cumplen", n),
    ClauseState.NOT_DUE: lambda n: ngettext("%(n)s con plazo por llegar", "%(n)s con plazos por llegar", n),
    ClauseState.NO_PROMISE: lambda n: gettext("%(n)s sin promesa"),
    ClauseState.NOT_INSTALLED: lambda n: gettext("%(n)s sin medir todavía"),
}

_FIGURES: Mapping[str, str] = {
    "pledges_kept": gettext_noop("Promesas cumplidas"),
    "contributions_verified": gettext_noop("Aportes verificados"),
    "contributions_due": gettext_noop("Aportes de plazo cumplido, verificados"),
    "cash_delivered": gettext_noop("Dinero que dice haber entregado"),
    "cash_verified": gettext_noop("Dinero verificado"),
    "sessions_attended": gettext_noop("Sesiones de la mesa a las que fue"),
    "votes_cast": gettext_noop("Votaciones en que votó"),
    "tasks_in_time": gettext_noop("Tareas de la mesa hechas a tiempo"),
    "outreach_verified": gettext_noop("Gestiones verificadas"),
    "instances_reached": gettext_noop("Instancias a las que llegó"),
    "filed_in_time": gettext_noop("Entregas a tiempo"),
    "filed": gettext_noop("Entregas que llegaron"),
    "resources_approved": gettext_noop("Recursos aprobados"),
    "resources_disbursed": gettext_noop("Recursos desembolsados"),
    "institutions_verified": gettext_noop("Hitos institucionales verificados"),
    "institutions_in_force": gettext_noop("De ellos, los que siguen vigentes"),
    "reports_verified": gettext_noop("Cifras del año que se sostienen, de las ya comprobadas"),
    "reports_looked_at": gettext_noop("Cifras del año ya comprobadas"),
    "reports_looked_at_in_time": gettext_noop("Cifras del año comprobadas a tiempo"),
    "highest_rung": gettext_noop("Escalón más alto al que una instancia llevó el plan"),
    "leverage": gettext_noop("Desembolsado por otros, frente al dinero propio verificado"),
    "competences_in_force": gettext_noop("Competencias con su norma vigente"),
}


def state_name(state: str) -> str:
    return gettext(_STATES[state]) if state in _STATES else state


def counted(state: str, n: int, written: str) -> str:
    """So many signatories in a state, as one says it: "9 cumplen". `written` is `n` as its reader writes it."""
    if state not in _COUNTED:
        return f"{written} {state_name(state).lower()}"
    return _COUNTED[state](n) % {"n": written}


def state_meaning(state: str) -> str:
    return gettext(_MEANINGS[state]) if state in _MEANINGS else ""


def figure_name(figure: str) -> str:
    """A figure that nobody named is shown by its code: nothing is hidden."""
    return gettext(_FIGURES[figure]) if figure in _FIGURES else figure
