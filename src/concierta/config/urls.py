"""The addresses of the workspace; the portal is static files and has no views."""

from django.urls import include, path

urlpatterns = [path("", include("concierta.web.staff.urls"))]

handler400 = "concierta.web.staff.views.errors.bad_request"
handler403 = "concierta.web.staff.views.errors.forbidden"
handler404 = "concierta.web.staff.views.errors.not_found"
handler500 = "concierta.web.staff.views.errors.broken"
