"""The addresses of what steers a plan: who answers, what was promised, what the Mesa changes and tries."""

from django.urls import path

from concierta.web.staff.views import (
    amendment,
    amendments,
    assessments,
    measure,
    measures,
    pledges,
    responsibilities,
    responsibility,
)

_PLAN = "trabajo/planes/<slug:slug>/"

steering_urls = [
    path(f"{_PLAN}responsables/", responsibilities.responsibilities, name="responsibilities"),
    path(f"{_PLAN}responsables/<slug:kind>/<int:pk>/", responsibility.responsibility, name="responsibility"),
    path(f"{_PLAN}responsables/<slug:kind>/<int:pk>/<slug:duty>/", responsibility.change_holder, name="hand_over"),
    path(f"{_PLAN}modificaciones/", amendments.amendments, name="amendments"),
    path(f"{_PLAN}modificaciones/nueva/", amendments.propose, name="propose_amendment"),
    path("trabajo/modificaciones/<int:pk>/", amendment.amendment, name="amendment"),
    path("trabajo/modificaciones/<int:pk>/cambiar/", amendments.revise, name="revise_amendment"),
    path(f"{_PLAN}medidas/", measures.measures, name="measures"),
    path(f"{_PLAN}medidas/nueva/", measures.propose, name="propose_measure"),
    path("trabajo/medidas/<int:pk>/", measure.measure, name="measure"),
    path("trabajo/compromisos/", pledges.pledges, name="pledges"),
    path("trabajo/compromisos/entidades/<str:code>/", pledges.entity_pledges, name="entity_pledges"),
    path("trabajo/compromisos/<int:pk>/", pledges.pledge, name="pledge"),
    path("trabajo/compromisos/<int:pk>/medir/", pledges.measure, name="measure_pledge"),
    path("trabajo/compromisos/<int:pk>/<int:period>/", assessments.self_assessment, name="self_assessment"),
    path("trabajo/compromisos/<int:pk>/<int:period>/opinion/", assessments.opinion, name="give_opinion"),
]
