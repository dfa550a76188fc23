"""What codes of the package are called on a page. A code nobody named is shown as it is: nothing is hidden."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext, gettext_noop

from concierta.web.kit import formats
from concierta.web.portal.act_words import ACCOUNT_EVENTS, ACTS, EVENTS, MONEY_EVENTS
from concierta.web.portal.corte import Row

_EVENTS = EVENTS | MONEY_EVENTS | ACCOUNT_EVENTS
_MEASURES = {
    "weights": gettext_noop("Suma de los pesos"),
    "progress": gettext_noop("Avance"),
    "initial": gettext_noop("Apropiación inicial"),
    "modified": gettext_noop("Apropiación definitiva"),
    "executed": gettext_noop("Comprometido"),
    "obligated": gettext_noop("Obligado"),
    "paid": gettext_noop("Pagado"),
}
_RULES = {
    "verified_of_everything_programmed": gettext_noop("El avance verificado es el de todo lo programado"),
    "not_programmed_is_left_out": gettext_noop("Lo no programado no cuenta"),
    "rejected_verifies_nothing": gettext_noop("Lo rechazado no verifica nada"),
    "reported_is_never_added_to_verified": gettext_noop("Lo reportado nunca se suma a lo verificado"),
    "value_is_to_date": gettext_noop("El valor del año es el de su último periodo"),
    "rates": gettext_noop("Tasas, porcentajes e índices"),
    "weights": gettext_noop("Pesos"),
    "expected": gettext_noop("Lo esperado a la fecha"),
    "pace": gettext_noop("Ritmo"),
    "outputs_and_outcomes_apart": gettext_noop("Productos y resultados van aparte"),
    "verification_factor": gettext_noop("Factor de verificación"),
    "records_count": gettext_noop("Conteo de registros"),
    "verification_draw": gettext_noop("Sorteo de lo que se verifica"),
    "plan_then_in_force": gettext_noop("Cada corte, con el plan que regía"),
    "table_until_publication": gettext_noop("Lo de la mesa, hasta la publicación"),
    "attendance": gettext_noop("Asistencia a la mesa"),
    "reserved_by_law": gettext_noop("Puntos reservados por ley"),
    "deadline_report": gettext_noop("Plazo para reportar"),
    "deadline_review": gettext_noop("Plazo para revisar"),
    "deadline_verification": gettext_noop("Plazo para verificar"),
    "deadline_publication": gettext_noop("Plazo para publicar"),
    "risk_bands": gettext_noop("Qué tan grave es un riesgo"),
    "project_reviews": gettext_noop("Qué proyectos revisa la mesa"),
    "small_counts": gettext_noop("Conteos pequeños de personas"),
}
_STANDINGS = {
    "source": gettext_noop("Según la fuente oficial"),
    "choice": gettext_noop("Valor por defecto, configurable"),
    "to_confirm": gettext_noop("Práctica conocida; falta contrastarla con la norma"),
}
_UNITS = {"días hábiles": gettext_noop("días hábiles"), "personas": gettext_noop("personas")}
_METHODS = {
    "desk_review": gettext_noop("Revisión documental"),
    "call_back": gettext_noop("Llamada de comprobación"),
    "site_visit": gettext_noop("Visita al sitio"),
    "records_count": gettext_noop("Conteo de registros"),
}
_ACCUMULATIONS = {
    "cumulative": gettext_noop("Acumulada: lo de cada año se suma hasta la meta del plan."),
    "stock": gettext_noop("Existencias: cuánto hay en la fecha."),
    "capacity": gettext_noop("Capacidad: lo que se añade sobre la línea base."),
    "reduction": gettext_noop("Reducción: lo que baja desde la línea base."),
    "annual_reduction": gettext_noop("Reducción anual: lo que baja frente al año anterior."),
    "flow": gettext_noop("Flujo: cada año tiene su propia meta."),
    "maintenance": gettext_noop("Mantenimiento: sostener un nivel."),
}
_FIGURES = {
    "count": gettext_noop("Conteo"),
    "money": gettext_noop("Dinero"),
    "ratio": gettext_noop("Tasa, con numerador y denominador"),
    "rate": gettext_noop("Tasa"),
    "index": gettext_noop("Índice"),
    "date": gettext_noop("Fecha"),
}
_PROBLEMS = {
    "baseline_missing": gettext_noop("Falta su línea base: hasta que se escriba no se puede calcular."),
    "measure_does_not_add_up": gettext_noop(
        "Es una tasa y está definida como acumulada: hasta que la mesa diga cómo se lee no se puede calcular."
    ),
    "not_a_day": gettext_noop("Es una fecha y su meta o su valor no lo es: hasta que se corrija no se puede calcular."),
}
_KINDS = {
    "output": gettext_noop("Indicador de producto"),
    "outcome": gettext_noop("Indicador de resultado"),
    "pledge": gettext_noop("Indicador de una promesa: no entra en el avance del plan"),
}
_PLEDGES = {
    "cash": gettext_noop("Dinero"),
    "in_kind": gettext_noop("En especie"),
    "action": gettext_noop("Acción"),
}
_ORIGINS = {
    "official": gettext_noop("Oficial"),
    "demonstrative": gettext_noop("Demostrativo"),
    "own": gettext_noop("Propio"),
}
_SECTORS = {
    "municipal": gettext_noop("Gobierno municipal"),
    "departmental": gettext_noop("Gobierno departamental"),
    "national": gettext_noop("Gobierno nacional"),
    "oversight": gettext_noop("Control y vigilancia"),
    "private": gettext_noop("Sector privado"),
    "labour": gettext_noop("Organización de trabajadores"),
    "academic": gettext_noop("Academia"),
    "civil": gettext_noop("Sociedad civil"),
}
_TERRITORIES = {
    "municipality": gettext_noop("Municipio"),
    "comuna": gettext_noop("Comuna"),
    "corregimiento": gettext_noop("Corregimiento"),
    "rural": gettext_noop("Sin corregimiento indicado"),
}
_SESSION_STATES = {
    "noticed": gettext_noop("Convocada"),
    "open": gettext_noop("En curso al publicar el corte"),
    "closed": gettext_noop("Se reunió"),
    "not_held": gettext_noop("No se instaló"),
    "cancelled": gettext_noop("Cancelada"),
}
_ACRONYMS = {"application/pdf": "PDF", "text/csv": "CSV"}
_FILES = {
    "text/plain": gettext_noop("Texto"),
    "image/png": gettext_noop("Imagen"),
    "image/jpeg": gettext_noop("Imagen"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": gettext_noop("Hoja de cálculo"),
}


def _word(names: dict[str, str], code: str) -> str:
    return gettext(names[code]) if code in names else code


def act(code: str) -> str:
    return _word(ACTS, code)


def event(code: str) -> str:
    return _word(_EVENTS, code)


def events(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Kinds of act with their words, for a page whose script reads acts. object other is shown as the log writes it."""
    return [(code, event(code)) for code in sorted({*codes, "corte.published", *ACCOUNT_EVENTS}) if code in _EVENTS]


def measure(code: str) -> str:
    return _word(_MEASURES, code)


def rule(code: str) -> str:
    return _word(_RULES, code)


def standing(code: str) -> str:
    return _word(_STANDINGS, code)


def unit(name: str) -> str:
    """Units that the package itself uses; those of indicators are the city's own words and stay as they are."""
    return _word(_UNITS, name)


def method(code: str) -> str:
    return _word(_METHODS, code) if code else formats.no_data()


def problem(code: str) -> str:
    """Why an indicator has no achievement; "" where it has none to explain."""
    return (gettext(_PROBLEMS[code]) if code in _PROBLEMS else gettext("Sus cifras se contradicen.")) if code else ""


def figure_kind(code: str) -> str:
    """What kind of figure an indicator is."""
    return _word(_FIGURES, code)


def accumulation(code: str) -> str:
    return _word(_ACCUMULATIONS, code)


def indicator_kind(code: str) -> str:
    return _word(_KINDS, code)


def pledge_kind(code: str) -> str:
    return _word(_PLEDGES, code)


def origin(code: str) -> str:
    return _word(_ORIGINS, code)


def sector(code: str) -> str:
    return _word(_SECTORS, code)


def territory_kind(code: str) -> str:
    return _word(_TERRITORIES, code)


def file_type(media_type: str) -> str:
    return _ACRONYMS.get(media_type) or _word(_FILES, media_type)


def file_size(size: int) -> str:
    """Bytes as people say them: "20 kB", "1,4 MB"; decimal units."""
    if size < 1000:
        return f"{formats.number(size)}{formats.NBSP}B"
    if size < 1_000_000:
        return f"{formats.number(size / 1000, 0)}{formats.NBSP}kB"
    return f"{formats.number(size / 1_000_000, 1)}{formats.NBSP}MB"


def file(row: Row) -> str:
    """Of a document: "PDF · 20 kB"."""
    return " · ".join(filter(None, (file_type(row.media_type), file_size(row.size))))


def session_state(code: str) -> str:
    return _word(_SESSION_STATES, code)


def label_of(choices: type[TextChoices], code: str) -> str:
    """The word that the module of the choice gives it."""
    return str(choices(code).label) if code in choices.values else code
