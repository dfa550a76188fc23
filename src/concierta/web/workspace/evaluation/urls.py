"""The addresses of risks, reviews of projects and of agreements, close-outs, milestones, and of what is kept."""

from django.urls import path

from concierta.web.workspace.evaluation import close_out, milestones, reviews, risks, states, yearly

_PLAN = "trabajo/planes/<slug:slug>/"
_AGREEMENT = "trabajo/acuerdos/<slug:slug>/"

urlpatterns = [
    path(f"{_PLAN}riesgos/", risks.risks, name="risks"),
    path(f"{_PLAN}riesgos/nuevo/", risks.record, name="record_risk"),
    path("trabajo/riesgos/<int:pk>/", risks.risk, name="risk"),
    path("trabajo/mesa/<int:pk>/revision/", reviews.reviews, name="project_reviews"),
    path("trabajo/mesa/puntos/<int:pk>/revision/", reviews.review, name="review_project"),
    path(f"{_AGREEMENT}revision/", yearly.agreement_reviews, name="agreement_reviews"),
    path(f"{_AGREEMENT}revision/<int:year>/", yearly.agreement_review, name="agreement_review"),
    path(f"{_AGREEMENT}revision/<int:year>/<str:clause>/<str:entity>/", yearly.review_cell, name="review_cell"),
    path(f"{_AGREEMENT}cierre/", close_out.close_out, name="close_out"),
    path(f"{_AGREEMENT}hitos/", milestones.milestones, name="milestones"),
    path(f"{_AGREEMENT}entidades/<str:code>/hitos/nuevo/", milestones.declare, name="declare_milestone"),
    path(f"{_AGREEMENT}hitos/<int:pk>/", milestones.milestone, name="milestone"),
    path(f"{_AGREEMENT}hitos/<int:pk>/archivos/<int:evidence>/", milestones.evidence, name="milestone_evidence"),
    path(f"{_AGREEMENT}estado/", states.states, name="agreement_states"),
    path(f"{_AGREEMENT}estado/compromisos/<str:code>/", states.clause, name="clause_state"),
    path(f"{_AGREEMENT}estado/entidades/<str:code>/", states.entity, name="entity_state"),
]
