from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DueKind(TextChoices):
    """What a date is about: something owed by it, or something that happens on it."""

    REPORT = "report", _("Reporte por enviar")
    REVIEW = "review", _("Reporte por revisar")
    VERIFICATION = "verification", _("Cifra por verificar")
    CUT_OFF = "cut_off", _("Fecha de corte")
    PUBLICATION = "publication", _("Corte por publicar")
    CAMPAIGN = "campaign", _("Campaña de verificación")
    SESSION = "session", _("Sesión de la mesa")
    ORDINARY_SESSION = "ordinary_session", _("Sesión ordinaria por celebrar")
    NOTICE = "notice", _("Convocatoria por enviar")
    MINUTES = "minutes", _("Observaciones al acta")
    ACTION_ITEM = "action_item", _("Tarea de la mesa")
    MEASURE = "measure", _("Medida de ajuste por evaluar")
    AMENDMENT = "amendment", _("Modificación que empieza a regir")
    SELF_ASSESSMENT = "self_assessment", _("Autoevaluación por hacer")
    DELEGATION = "delegation", _("Delegación que termina")
    PLEDGE = "pledge", _("Promesa de una entidad")
    CONTRIBUTION = "contribution", _("Aporte por entregar")
    DELIVERY = "delivery", _("Entrega de un aporte por verificar")
    OPPORTUNITY = "opportunity", _("Gestión de recursos")
    SIGNATURE = "signature", _("Texto por leer y firmar")
    MANDATE = "mandate", _("Mandato por registrar")
    PAPER = "paper", _("Documento firmado por comprobar")
    MILESTONE = "milestone", _("Hito por verificar")
    PLEDGE_ANSWER = "pledge_answer", _("Promesa por confirmar")
    PLEDGE_ASSESSMENT = "pledge_assessment", _("Promesa por valorar")
    PLEDGE_DELAY = "pledge_delay", _("Retraso por explicar")
    AGREEMENT = "agreement", _("Vigencia del acuerdo")
