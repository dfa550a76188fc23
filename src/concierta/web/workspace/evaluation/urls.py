"""The addresses of risks, and of the projects that the Mesa reviews."""

from django.urls import path

from concierta.web.workspace.evaluation import reviews, risks

_PLAN = "trabajo/planes/<slug:slug>/"

urlpatterns = [
    path(f"{_PLAN}riesgos/", risks.risks, name="risks"),
    path(f"{_PLAN}riesgos/nuevo/", risks.record, name="record_risk"),
    path("trabajo/riesgos/<int:pk>/", risks.risk, name="risk"),
    path("trabajo/mesa/<int:pk>/revision/", reviews.reviews, name="project_reviews"),
    path("trabajo/mesa/puntos/<int:pk>/revision/", reviews.review, name="review_project"),
]
