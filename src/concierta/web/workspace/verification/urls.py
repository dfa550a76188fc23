"""The addresses of verification and campaigns."""

from django.urls import path

from concierta.web.workspace.verification import campaigns, views

urlpatterns = [
    path("trabajo/verificacion/", views.queue, name="verification_queue"),
    path("trabajo/verificacion/<int:pk>/", views.verify, name="verify"),
    path("trabajo/verificacion/segunda/<int:pk>/", views.second_look, name="second_look"),
    path("trabajo/campanas/", campaigns.campaigns, name="campaigns"),
    path("trabajo/campanas/nueva/", campaigns.new_campaign, name="new_campaign"),
    path("trabajo/campanas/<int:pk>/", campaigns.campaign, name="campaign"),
    path("trabajo/campanas/<int:pk>/reportes/<int:entry>/", campaigns.assign, name="assign_verifier"),
]
