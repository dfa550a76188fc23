from django.apps import AppConfig


class MesaConfig(AppConfig):
    name = "concierta.mesa"
    label = "mesa"
