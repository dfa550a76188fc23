"""The addresses of means: what signatories put in, and what is sought from others."""

from django.urls import path

from concierta.web.staff.views.means import board, contribution, contributions, delivery, describe, files, opportunity

_PLAN = "trabajo/planes/<slug:slug>/"

means_urls = [
    path(f"{_PLAN}aportes/", contributions.contributions, name="contributions"),
    path(f"{_PLAN}aportes/nuevo/", contributions.offer, name="offer_contribution"),
    path("trabajo/aportes/<int:pk>/", contribution.contribution, name="contribution"),
    path("trabajo/aportes/<int:pk>/entregar/", contribution.declare, name="declare_delivery"),
    path("trabajo/entregas/", delivery.queue, name="deliveries_to_verify"),
    path("trabajo/entregas/<int:pk>/", delivery.delivery, name="delivery"),
    path("trabajo/entregas/<int:pk>/archivos/<int:evidence>/", files.delivery_evidence, name="delivery_evidence"),
    path(f"{_PLAN}gestion/", board.board, name="mobilisation"),
    path(f"{_PLAN}gestion/nueva/", describe.open_new, name="open_opportunity"),
    path("trabajo/gestion/<int:pk>/", opportunity.opportunity, name="opportunity"),
    path("trabajo/gestion/<int:pk>/cambiar/", describe.describe, name="describe_opportunity"),
    path("trabajo/gestion/<int:pk>/documentos/<int:evidence>/", files.document, name="opportunity_document"),
]
