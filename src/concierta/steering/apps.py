from django.apps import AppConfig


class SteeringConfig(AppConfig):
    name = "concierta.steering"
    label = "steering"
