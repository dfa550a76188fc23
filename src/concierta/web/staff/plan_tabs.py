"""The pages of one plan, as tabs: every one of them is two clicks from «Mi trabajo»."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

_PAGES = (
    ("plan", _("Avance")),
    ("money", _("Dinero")),
    ("responsibilities", _("Responsables")),
    ("amendments", _("Modificaciones")),
    ("measures", _("Medidas de ajuste")),
    ("contributions", _("Aportes")),
    ("mobilisation", _("Gestión de recursos")),
)


def plan_tabs(plan: Any, current: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "href": reverse(name, args=[plan.slug]), "current": name == current, "count": None}
        for name, label in _PAGES
    ]
