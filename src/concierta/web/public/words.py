"""What codes of the package are called on a page. A code nobody named is shown as it is: nothing is hidden."""

from django.utils.translation import gettext, gettext_noop

from concierta.web.components import formats

_ACTS = {
    "submit": gettext_noop("Enviado"),
    "return": gettext_noop("Devuelto para completar"),
    "review": gettext_noop("Revisado"),
    "verify": gettext_noop("Verificado"),
    "adjust": gettext_noop("Verificado con ajuste"),
    "reject": gettext_noop("Rechazado"),
    "find_not_verifiable": gettext_noop("Declarado no verificable"),
    "publish": gettext_noop("Publicado en un corte"),
    "supersede": gettext_noop("Reemplazado por una corrección"),
    "import": gettext_noop("Tomado del archivo oficial"),
    "correct": gettext_noop("Corrección abierta"),
}
_EVENTS = {
    "report.submitted": gettext_noop("Se envió un reporte"),
    "report.returned": gettext_noop("Se devolvió un reporte para completar"),
    "report.reviewed": gettext_noop("Se revisó un reporte"),
    "report.double_checked": gettext_noop("Segunda verificación"),
    "campaign.opened": gettext_noop("Campaña de verificación abierta"),
    "campaign.drawn": gettext_noop("Sorteo de la verificación"),
    "campaign.finished": gettext_noop("Campaña de verificación terminada"),
    "report.verified": gettext_noop("Se verificó un reporte"),
    "report.adjusted": gettext_noop("Se verificó un reporte con ajuste"),
    "report.rejected": gettext_noop("Se rechazó un reporte"),
    "report.not_verifiable": gettext_noop("Un reporte resultó no verificable"),
    "report.published": gettext_noop("Se publicó un reporte"),
    "report.superseded": gettext_noop("Se reemplazó un reporte"),
    "report.correction_opened": gettext_noop("Se abrió una corrección"),
    "matrix.imported": gettext_noop("Se cargó una matriz oficial"),
    "corte.published": gettext_noop("Se publicó un corte"),
    "plan.created": gettext_noop("Se creó el plan"),
    "plan.in_force": gettext_noop("El plan entró en vigencia"),
    "plan.closed": gettext_noop("El plan se cerró"),
    "plan.roles_assigned": gettext_noop("Se asignaron las entidades que responden por el plan"),
    "plan.tier_defined": gettext_noop("Se definió un nivel del plan"),
    "plan.node_defined": gettext_noop("Se definió una parte del plan"),
    "plan.project_defined": gettext_noop("Se definió un proyecto"),
    "plan.product_defined": gettext_noop("Se definió un producto"),
    "plan.activity_defined": gettext_noop("Se definió una actividad"),
    "plan.weight_set": gettext_noop("Se fijó un peso"),
    "plan.period_opened": gettext_noop("Se abrió un periodo"),
    "plan.follow_up_recorded": gettext_noop("Se registró lo que afirma la fuente"),
    "indicator.defined": gettext_noop("Se definió un indicador"),
    "indicator.target_set": gettext_noop("Se fijó una meta"),
    "indicator.responsibles_assigned": gettext_noop("Se asignaron los responsables de un indicador"),
    "indicators.derived": gettext_noop("Se derivaron indicadores de los productos"),
    "pledge.registered": gettext_noop("Se registró una promesa"),
    "pledge.self_assessed": gettext_noop("Un firmante autoevaluó su promesa"),
    "pledge.opinion_given": gettext_noop("La Mesa opinó sobre una promesa"),
    "responsibilities.assigned": gettext_noop("Se nombró a quienes responden, por su papel"),
    "responsibility.assigned": gettext_noop("Se nombró a quien responde"),
    "responsibility.handed_over": gettext_noop("Se entregó una responsabilidad"),
    "responsibility.substitute_named": gettext_noop("Se nombró a quien suple"),
    "agreement.registered": gettext_noop("Se registró el acuerdo"),
    "agreement.signed": gettext_noop("Una entidad firmó el acuerdo"),
    "clause.added": gettext_noop("Se registró un compromiso"),
}
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
    "weights": gettext_noop("Pesos"),
    "expected": gettext_noop("Lo esperado a la fecha"),
    "pace": gettext_noop("Ritmo"),
    "outputs_and_outcomes_apart": gettext_noop("Productos y resultados van aparte"),
    "verification_factor": gettext_noop("Factor de verificación"),
    "records_count": gettext_noop("Conteo de registros"),
    "verification_draw": gettext_noop("Sorteo de lo que se verifica"),
    "deadline_report": gettext_noop("Plazo para reportar"),
    "deadline_review": gettext_noop("Plazo para revisar"),
    "deadline_verification": gettext_noop("Plazo para verificar"),
    "deadline_publication": gettext_noop("Plazo para publicar"),
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
_KINDS = {"output": gettext_noop("Indicador de producto"), "outcome": gettext_noop("Indicador de resultado")}
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
_ACRONYMS = {"application/pdf": "PDF", "text/csv": "CSV"}
_FILES = {
    "text/plain": gettext_noop("Texto"),
    "image/png": gettext_noop("Imagen"),
    "image/jpeg": gettext_noop("Imagen"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": gettext_noop("Hoja de cálculo"),
}


def _said(names: dict[str, str], code: str) -> str:
    return gettext(names[code]) if code in names else code


def act(code: str) -> str:
    return _said(_ACTS, code)


def event(code: str) -> str:
    return _said(_EVENTS, code)


def measure(code: str) -> str:
    return _said(_MEASURES, code)


def rule(code: str) -> str:
    return _said(_RULES, code)


def standing(code: str) -> str:
    return _said(_STANDINGS, code)


def unit(name: str) -> str:
    """Units that the package itself uses; those of indicators are the city's own words and stay as they are."""
    return _said(_UNITS, name)


def method(code: str) -> str:
    return _said(_METHODS, code) if code else formats.no_data()


def accumulation(code: str) -> str:
    return _said(_ACCUMULATIONS, code)


def indicator_kind(code: str) -> str:
    return _said(_KINDS, code)


def pledge_kind(code: str) -> str:
    return _said(_PLEDGES, code)


def origin(code: str) -> str:
    return _said(_ORIGINS, code)


def sector(code: str) -> str:
    return _said(_SECTORS, code)


def territory_kind(code: str) -> str:
    return _said(_TERRITORIES, code)


def file_type(media_type: str) -> str:
    return _ACRONYMS.get(media_type) or _said(_FILES, media_type)


def file_size(size: int) -> str:
    """Bytes as people say them: "20 kB", "1,4 MB"; decimal units."""
    if size < 1000:
        return f"{formats.number(size)}{formats.NBSP}B"
    if size < 1_000_000:
        return f"{formats.number(size / 1000, 0)}{formats.NBSP}kB"
    return f"{formats.number(size / 1_000_000, 1)}{formats.NBSP}MB"
