from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "concierta.plans"
    label = "plans"
