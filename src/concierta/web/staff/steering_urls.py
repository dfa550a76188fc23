"""The addresses of what steers a plan: who answers, what was promised, what the table changes and tries."""

from django.urls import path

from concierta.web.staff.views import responsibilities

_PLAN = "trabajo/planes/<slug:slug>/"

steering_urls = [
    path(f"{_PLAN}responsables/", responsibilities.responsibilities, name="responsibilities"),
    path(f"{_PLAN}responsables/<slug:kind>/<int:pk>/", responsibilities.responsibility, name="responsibility"),
    path(f"{_PLAN}responsables/<slug:kind>/<int:pk>/<slug:duty>/", responsibilities.change_holder, name="hand_over"),
]
