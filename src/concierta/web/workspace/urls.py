"""The addresses of the workspace: Spanish outside, English inside. Each feature lists its own."""

from importlib import import_module

from django.urls import URLPattern, path

from concierta.web.workspace import front

FEATURES = (
    "accounts",
    "steering",
    "reporting",
    "verification",
    "plans",
    "publishing",
    "mesa",
    "agreements",
    "people",
    "responsibilities",
    "amendments",
    "measures",
    "budgets",
    "evaluation",
)

urlpatterns: list[URLPattern] = [
    path("", front.nothing_published, name="nothing_published"),
    path("activos/<str:name>", front.asset, name="asset"),
    path("idioma/<str:code>/", front.choose_language, name="choose_language"),
    path("trabajo/privacidad/", front.privacy, name="privacy"),
]
for feature in FEATURES:
    urlpatterns += import_module(f"concierta.web.workspace.{feature}.urls").urlpatterns
