"""What an entity promised, delivered and owes: each figure leads to its cause, and nobody is ranked."""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.reporting.enums import Rating
from concierta.web.kit import formats, marks
from concierta.web.portal.mesa.index import attendance
from concierta.web.portal.page import Fact
from concierta.web.portal.portal import Portal

CHECKED = (marks.VERIFIED, marks.ADJUSTED)
#: A part is the words of a count and where it is explained.
Part = tuple[str, str]


def summary(portal: Portal, entity: str) -> list[Fact]:
    """Rows for what applies to this entity; "nothing" is said where it could have been something."""
    corte = portal.corte
    facts: list[Fact] = []
    promised = len(corte.pledges_of_entity.get(entity, []))
    if promised:
        pledges = ngettext("%(n)s promesa concreta", "%(n)s promesas concretas", promised)
        facts.append((gettext("Prometió"), _linked(_counted((promised, pledges, "#promesas")))))
    if promised or entity in corte.indicators_reported_by or entity in corte.tasks_of_entity:
        nothing = gettext("Nada que se haya comprobado hasta este corte")
        facts.append((gettext("Entregó"), _linked(_delivered(portal, entity)) or nothing))
        facts.append((gettext("Debe"), _linked(_owed(portal, entity)) or gettext("Nada vencido")))
    if came := attendance(corte, entity):
        facts.append((gettext("Fue a la mesa"), _linked([(came, portal.to("mesa/#sesiones"))])))
    return facts


def _delivered(portal: Portal, entity: str) -> list[Part]:
    corte = portal.corte
    checked = sum(report.status in CHECKED for report in corte.standing_reports_of.get(entity, []))
    tasks = sum(task.state in ("done", "checked") for task in corte.tasks_of_entity.get(entity, []))
    kept = sum(
        bool(corte.assessments_of.get(pledge.pledge)) and corte.assessments_of[pledge.pledge][0].opinion == Rating.KEPT
        for pledge in corte.pledges_of_entity.get(entity, [])
    )
    return _counted(
        (checked, ngettext("%(n)s reporte verificado", "%(n)s reportes verificados", checked), "#cumple"),
        (tasks, ngettext("%(n)s tarea de la mesa cumplida", "%(n)s tareas de la mesa cumplidas", tasks), "#tareas"),
        (
            kept,
            ngettext("%(n)s promesa que la mesa ve cumplida", "%(n)s promesas que la mesa ve cumplidas", kept),
            "#promesas",
        ),
    )


def _owed(portal: Portal, entity: str) -> list[Part]:
    corte = portal.corte
    reports = len(corte.overdue_of.get(entity, []))
    tasks = sum(task.overdue for task in corte.tasks_of_entity.get(entity, []))
    measures = sum(measure.due for measure in corte.measures_of_entity.get(entity, []))
    return _counted(
        (reports, ngettext("%(n)s reporte vencido", "%(n)s reportes vencidos", reports), "#vencidos"),
        (tasks, ngettext("%(n)s tarea vencida", "%(n)s tareas vencidas", tasks), "#tareas"),
        (
            measures,
            ngettext("%(n)s medida que ya se debía mirar", "%(n)s medidas que ya se debían mirar", measures),
            portal.to("mesa/medidas/"),
        ),
    )


def _counted(*parts: tuple[int, str, str]) -> list[Part]:
    return [(words % {"n": formats.number(count)}, href) for count, words, href in parts if count]


def _linked(parts: list[Part]) -> SafeString:
    return format_html_join("; ", '<a href="{1}">{0}</a>', parts)
