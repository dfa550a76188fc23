"""The addresses of the workspace; the portal is static files and has no views."""

from django.urls import include, path

urlpatterns = [path("", include("concierta.web.staff.urls"))]
