from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "concierta.publishing"
    label = "publishing"
