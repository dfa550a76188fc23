from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "concierta.accounts"
    label = "accounts"
