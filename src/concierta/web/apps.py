from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "concierta.web"
    label = "web"
