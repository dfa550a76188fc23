"""The addresses of who answers for what."""

from django.urls import path

from concierta.web.workspace.responsibilities import views

_PLAN = "trabajo/planes/<slug:slug>/"

urlpatterns = [
    path(f"{_PLAN}responsables/", views.responsibilities, name="responsibilities"),
    path(f"{_PLAN}responsables/<slug:kind>/<int:pk>/", views.responsibility, name="responsibility"),
    path(f"{_PLAN}responsables/<slug:kind>/<int:pk>/<slug:duty>/", views.change_holder, name="hand_over"),
]
