"""The addresses of the plan and the imports of its matrix."""

from django.urls import path

from concierta.web.workspace.plans import imports, views

urlpatterns = [
    path("trabajo/plan/", views.plans, name="plans"),
    path("trabajo/plan/<slug:slug>/", views.plan, name="plan"),
    path("trabajo/plan/<slug:slug>/partes/<int:pk>/", views.node, name="plan_node"),
    path("trabajo/plan/<slug:slug>/proyectos/<str:code>/", views.project, name="plan_project"),
    path("trabajo/importar/", imports.bring, name="import_matrix"),
    path("trabajo/importar/<str:sha256>/", imports.preview, name="import_preview"),
    path("trabajo/importar/<str:sha256>/confirmar/", imports.confirm, name="confirm_import"),
    path("trabajo/importar/<slug:slug>/<int:pk>/", imports.past, name="past_import"),
]
