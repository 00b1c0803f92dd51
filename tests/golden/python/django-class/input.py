from django.db import models


class Order(models.Model):
    customer = models.ForeignKey("crm.Customer", on_delete=models.SET_NULL, null=True)
    total = models.IntegerField(db_column="total_cents")
    tags = models.ManyToManyField("Tag")

    class Meta:
        db_table = "orders"
