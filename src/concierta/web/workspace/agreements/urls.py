"""The addresses of agreements: their texts, who signs them, what is promised, and the self-assessments of it."""

from django.urls import path

from concierta.web.workspace.agreements import (
    agreement,
    assessments,
    printed,
    promises,
    signatory,
    signing,
    texts,
    views,
)

_ONE = "trabajo/acuerdos/<slug:slug>/"
_TEXT = f"{_ONE}textos/<int:number>/"
_ENTITY = f"{_ONE}entidades/<str:code>/"

urlpatterns = [
    path("trabajo/acuerdos/", agreement.agreements, name="agreements"),
    path(_ONE, agreement.agreement, name="agreement"),
    path(_TEXT, texts.text, name="agreement_text"),
    path(f"{_ONE}textos/<int:number>.pdf", printed.text_pdf, name="agreement_text_pdf"),
    path(f"{_TEXT}parte/", texts.article, name="agreement_article"),
    path(f"{_TEXT}firmas/", texts.ceremony, name="agreement_ceremony"),
    path(_ENTITY, signatory.signatory, name="agreement_entity"),
    path(f"{_ENTITY}mandato/", signing.mandate, name="agreement_mandate"),
    path(f"{_ENTITY}firmar/<int:number>/", signing.sign, name="sign_agreement"),
    path(f"{_ENTITY}papel/<int:number>/", signing.bring_paper, name="bring_paper"),
    path(f"{_ONE}papeles/<int:pk>/", signing.paper, name="check_paper"),
    path(f"{_ONE}papeles/<int:pk>/documento/", signing.paper_document, name="paper_document"),
    path(f"{_ONE}promesas/", promises.promises, name="agreement_pledges"),
    path(f"{_ONE}promesas/nueva/", promises.propose, name="propose_pledge"),
    path(f"{_ONE}promesas/<int:pk>/", promises.promise, name="agreement_pledge"),
    path("trabajo/compromisos/", views.pledges, name="pledges"),
    path("trabajo/compromisos/entidades/<str:code>/", views.entity_pledges, name="entity_pledges"),
    path("trabajo/compromisos/<int:pk>/", views.pledge, name="pledge"),
    path("trabajo/compromisos/<int:pk>/medir/", views.measure, name="measure_pledge"),
    path("trabajo/compromisos/<int:pk>/<int:period>/", assessments.self_assessment, name="self_assessment"),
    path("trabajo/compromisos/<int:pk>/<int:period>/opinion/", assessments.opinion, name="give_opinion"),
]
