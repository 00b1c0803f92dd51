from django.db import models


class OrderQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed=False)


class Order(models.Model):
    closed = models.BooleanField()
    objects = OrderQuerySet.as_manager()
