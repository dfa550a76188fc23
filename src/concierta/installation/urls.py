"""The addresses of the workspace and those for machines; the portal is static files and has no views."""

from django.urls import include, path

from concierta.installation import health

urlpatterns = [
    path("", include("concierta.web.workspace.urls")),
    path("salud", health.health, name="health"),
    path(".well-known/security.txt", health.security, name="security_txt"),
]

handler400 = "concierta.web.workspace.errors.bad_request"
handler403 = "concierta.web.workspace.errors.forbidden"
handler404 = "concierta.web.workspace.errors.not_found"
handler500 = "concierta.web.workspace.errors.broken"
