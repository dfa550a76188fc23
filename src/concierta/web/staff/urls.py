"""The addresses of the workspace."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.account.urls"))]
