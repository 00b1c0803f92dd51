from django.apps import AppConfig


class Shop(AppConfig):
    name = "shop"
    label = "web_shop"


class ShopConfig(AppConfig):
    label = "web_shop"
