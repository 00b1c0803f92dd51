from django.db import models

from .abstract import AbstractOrder


class Order(AbstractOrder):
    pass


class Customer(models.Model):
    name = models.CharField()


class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
