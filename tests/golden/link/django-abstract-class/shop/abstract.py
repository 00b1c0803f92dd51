from django.db import models


class AbstractOrder(models.Model):
    total = models.IntegerField()
    customer = models.ForeignKey("Customer", models.CASCADE)

    class Meta:
        abstract = True

    def recount(self):
        self.total = self.lines.count()
        self.save()
        self.customer.save()
