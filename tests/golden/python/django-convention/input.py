from django.db import models


class Dated(models.Model):
    made = models.DateField()

    class Meta:
        abstract = True


class Order(Dated):
    number = models.CharField(primary_key=True)
