from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "concierta.people"
    label = "people"
