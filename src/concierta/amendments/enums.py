from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AmendmentState(TextChoices):
    PROPOSED = "proposed", _("Propuesta")
    ADOPTED = "adopted", _("Adoptada")
    REJECTED = "rejected", _("Negada")
    WITHDRAWN = "withdrawn", _("Retirada")


class SubjectKind(TextChoices):
    """What part of the plan a change touches; its public code says which one."""

    INDICATOR = "indicator", _("Indicador")
    NODE = "node", _("Parte del plan")
    PROJECT = "project", _("Proyecto")
    PRODUCT = "product", _("Producto")
    ACTIVITY = "activity", _("Actividad")
    PLEDGE = "pledge", _("Promesa")


class ChangeField(TextChoices):
    """What of it changes. A target's `key` is its year ("2026") or quarter ("2026-T3"); a duty's is the duty."""

    TARGET = "target", _("Meta")
    BASELINE = "baseline", _("Línea base")
    WEIGHT = "weight", _("Peso")
    STARTS_ON = "starts_on", _("Fecha de inicio")
    ENDS_ON = "ends_on", _("Fecha de terminación")
    RESPONSIBLE = "responsible", _("Responsable")
    NAME = "name", _("Nombre")
    DEFINITION = "definition", _("Definición")
    UNIT = "unit", _("Unidad de medida")
    ACCUMULATION = "accumulation", _("Tipo de acumulación")
    MEANS_OF_VERIFICATION = "means_of_verification", _("Medio de verificación")
    GOAL = "goal_code", _("Meta del plan de desarrollo")
    ADDED = "added", _("Se añade")
    CLOSED = "closed", _("Se cierra")


class MeasureState(TextChoices):
    PROPOSED = "proposed", _("Propuesta")
    ADOPTED = "adopted", _("En marcha")
    WORKED = "worked", _("Funcionó")
    PARTLY = "partly", _("Funcionó en parte")
    FAILED = "failed", _("No funcionó")
    REJECTED = "rejected", _("Negada")


class Basis(TextChoices):
    """What stands behind a value that shows a problem or its solution."""

    VERIFIED = "verified", _("Verificado")
    REPORTED = "reported", _("Reportado, sin verificar")
