"""The addresses of agreements, pledges and self-assessments."""

from django.urls import path

from concierta.web.workspace.agreements import assessments, views

urlpatterns = [
    path("trabajo/acuerdos/", views.agreements, name="agreements"),
    path("trabajo/acuerdos/<slug:slug>/", views.agreement, name="agreement"),
    path("trabajo/compromisos/", views.pledges, name="pledges"),
    path("trabajo/compromisos/entidades/<str:code>/", views.entity_pledges, name="entity_pledges"),
    path("trabajo/compromisos/<int:pk>/", views.pledge, name="pledge"),
    path("trabajo/compromisos/<int:pk>/medir/", views.measure, name="measure_pledge"),
    path("trabajo/compromisos/<int:pk>/<int:period>/", assessments.self_assessment, name="self_assessment"),
    path("trabajo/compromisos/<int:pk>/<int:period>/opinion/", assessments.opinion, name="give_opinion"),
]
