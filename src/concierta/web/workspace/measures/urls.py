"""The addresses of adjustment measures."""

from django.urls import path

from concierta.web.workspace.measures import views

_PLAN = "trabajo/planes/<slug:slug>/"

urlpatterns = [
    path(f"{_PLAN}medidas/", views.measures, name="measures"),
    path(f"{_PLAN}medidas/nueva/", views.propose, name="propose_measure"),
    path("trabajo/medidas/<int:pk>/", views.measure, name="measure"),
]
