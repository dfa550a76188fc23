"""The addresses of a plan's money: the budget, contributions, means sought."""

from django.urls import path

from concierta.web.workspace.budgets import contributions, files, mobilisation, prices, views, writing

_MONEY = "trabajo/planes/<slug:slug>/dinero/"
_PROJECT = f"{_MONEY}proyectos/<str:code>/"
_PLAN = "trabajo/planes/<slug:slug>/"

urlpatterns = [
    path("trabajo/precios/", prices.indexes, name="price_indexes"),
    path("trabajo/precios/nuevo/", prices.new, name="new_price_index"),
    path("trabajo/precios/indice/<slug:slug>/", prices.index, name="price_index"),
    path("trabajo/precios/indice/<slug:slug>/cambiar/", prices.change, name="change_price_index"),
    path(_MONEY, views.money, name="money"),
    path(_PROJECT, views.project_money, name="project_money"),
    path(f"{_PROJECT}linea/", writing.new_line, name="new_budget_line"),
    path(f"{_PROJECT}necesidad/", writing.need, name="state_need"),
    path(f"{_PROJECT}ejecucion/", files.record, name="record_execution"),
    path(f"{_PROJECT}contrato/", writing.link, name="link_contract"),
    path(f"{_PROJECT}contratos/<int:pk>/quitar/", writing.unlink, name="unlink_contract"),
    path(f"{_MONEY}lineas/<int:pk>/", writing.line, name="budget_line"),
    path(f"{_MONEY}fuentes/nueva/", writing.new_fund, name="new_funding_source"),
    path(f"{_MONEY}actos/", writing.acts, name="budget_acts"),
    path(f"{_MONEY}actos/nuevo/", writing.new_act, name="new_budget_act"),
    path(f"{_MONEY}ejecucion/retirar/", files.withdraw, name="withdraw_execution"),
    path(f"{_MONEY}fuentes-de-los-datos/", views.data_sources, name="compare_sources"),
    path(f"{_MONEY}archivos/", files.files, name="budget_files"),
    path(f"{_MONEY}archivos/<int:pk>/", files.past, name="budget_file"),
    path(f"{_MONEY}archivos/ensayo/<str:sha256>/", files.preview, name="budget_preview"),
    path(f"{_MONEY}archivos/ensayo/<str:sha256>/confirmar/", files.confirm, name="confirm_budget"),
    path(f"{_PLAN}aportes/", contributions.contributions, name="contributions"),
    path(f"{_PLAN}aportes/nuevo/", contributions.offer, name="offer_contribution"),
    path("trabajo/aportes/<int:pk>/", contributions.contribution, name="contribution"),
    path("trabajo/aportes/<int:pk>/entregar/", contributions.declare, name="declare_delivery"),
    path("trabajo/entregas/", contributions.queue, name="deliveries_to_verify"),
    path("trabajo/entregas/<int:pk>/", contributions.delivery, name="delivery"),
    path(
        "trabajo/entregas/<int:pk>/archivos/<int:evidence>/", contributions.delivery_evidence, name="delivery_evidence"
    ),
    path(f"{_PLAN}gestion/", mobilisation.board, name="mobilisation"),
    path(f"{_PLAN}gestion/nueva/", mobilisation.open_new, name="open_opportunity"),
    path("trabajo/gestion/<int:pk>/", mobilisation.opportunity, name="opportunity"),
    path("trabajo/gestion/<int:pk>/cambiar/", mobilisation.describe, name="describe_opportunity"),
    path("trabajo/gestion/<int:pk>/documentos/<int:evidence>/", mobilisation.document, name="opportunity_document"),
]
