"""The addresses of a plan's money: the budget, its lines and acts, and the files that it comes from."""

from django.urls import path

from concierta.web.staff.views.money import acts, contracts, execution, files, lines, overview, prices, project, sources

_MONEY = "trabajo/planes/<slug:slug>/dinero/"
_PROJECT = f"{_MONEY}proyectos/<str:code>/"

money_urls = [
    path("trabajo/precios/", prices.indexes, name="price_indexes"),
    path("trabajo/precios/nuevo/", prices.new, name="new_price_index"),
    path("trabajo/precios/indice/<slug:slug>/", prices.index, name="price_index"),
    path("trabajo/precios/indice/<slug:slug>/cambiar/", prices.change, name="change_price_index"),
    path(_MONEY, overview.money, name="money"),
    path(_PROJECT, project.project_money, name="project_money"),
    path(f"{_PROJECT}linea/", lines.new_line, name="new_budget_line"),
    path(f"{_PROJECT}necesidad/", lines.need, name="state_need"),
    path(f"{_PROJECT}ejecucion/", execution.record, name="record_execution"),
    path(f"{_PROJECT}contrato/", contracts.link, name="link_contract"),
    path(f"{_PROJECT}contratos/<int:pk>/quitar/", contracts.unlink, name="unlink_contract"),
    path(f"{_MONEY}lineas/<int:pk>/", lines.line, name="budget_line"),
    path(f"{_MONEY}fuentes/nueva/", lines.new_fund, name="new_funding_source"),
    path(f"{_MONEY}actos/", acts.acts, name="budget_acts"),
    path(f"{_MONEY}actos/nuevo/", acts.new_act, name="new_budget_act"),
    path(f"{_MONEY}ejecucion/retirar/", execution.withdraw, name="withdraw_execution"),
    path(f"{_MONEY}fuentes-de-los-datos/", sources.compare, name="compare_sources"),
    path(f"{_MONEY}archivos/", files.files, name="budget_files"),
    path(f"{_MONEY}archivos/<int:pk>/", files.past, name="budget_file"),
    path(f"{_MONEY}archivos/ensayo/<str:sha256>/", files.preview, name="budget_preview"),
    path(f"{_MONEY}archivos/ensayo/<str:sha256>/confirmar/", files.confirm, name="confirm_budget"),
]
