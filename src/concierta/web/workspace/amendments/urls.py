"""The addresses of amendments."""

from django.urls import path

from concierta.web.workspace.amendments import views

_PLAN = "trabajo/planes/<slug:slug>/"

urlpatterns = [
    path(f"{_PLAN}modificaciones/", views.amendments, name="amendments"),
    path(f"{_PLAN}modificaciones/nueva/", views.propose, name="propose_amendment"),
    path("trabajo/modificaciones/<int:pk>/", views.amendment, name="amendment"),
    path("trabajo/modificaciones/<int:pk>/cambiar/", views.revise, name="revise_amendment"),
]
