"""The addresses of publishing a corte."""

from django.urls import path

from concierta.web.workspace.publishing import views

urlpatterns = [
    path("trabajo/publicar/", views.publish, name="publish"),
    path("trabajo/publicar/<slug:slug>/<str:cut_off>/", views.publication_progress, name="publication"),
]
