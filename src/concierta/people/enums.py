from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EntityKind(TextChoices):
    MUNICIPAL = "municipal", _("Gobierno municipal")
    DEPARTMENTAL = "departmental", _("Gobierno departamental")
    NATIONAL = "national", _("Gobierno nacional")
    OVERSIGHT = "oversight", _("Control y vigilancia")
    PRIVATE = "private", _("Sector privado")
    LABOUR = "labour", _("Organización de trabajadores")
    ACADEMIC = "academic", _("Academia")
    CIVIL = "civil", _("Sociedad civil")


class Role(TextChoices):
    REPORTER = "reporter", _("Reporta")
    REVIEWER = "reviewer", _("Revisa")
    VERIFIER = "verifier", _("Verifica")
    SECRETARIAT = "secretariat", _("Secretaría técnica")
    MEMBER = "member", _("Integra la mesa")


class TerritoryKind(TextChoices):
    MUNICIPALITY = "municipality", _("Municipio")
    COMUNA = "comuna", _("Comuna")
    CORREGIMIENTO = "corregimiento", _("Corregimiento")
    RURAL = "rural", _("Zona rural")


class Confirmation(TextChoices):
    """How an entity came to answer for somebody's role; empty while nobody has."""

    INVITATION = "invitation", _("Aceptó la invitación enviada al correo institucional de la entidad")
    COLLEAGUE = "colleague", _("La confirmó una persona de la entidad")
    OPERATOR = "operator", _("La confirmó quien administra la instalación")
    PRIOR = "prior", _("Anterior a las confirmaciones")
