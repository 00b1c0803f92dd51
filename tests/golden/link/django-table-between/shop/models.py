from django.db import models


class Tag(models.Model):
    name = models.CharField(max_length=10)


class Customer(models.Model):
    name = models.CharField(max_length=10)


class Order(models.Model):
    customer = models.ForeignKey(Customer, related_name="orders", on_delete=models.CASCADE)
    tags = models.ManyToManyField(Tag, related_name="orders")
    shops = models.ManyToManyField("Shop", db_table="order_shop")

    class Meta:
        db_table = "shop_order"


class Shop(models.Model):
    name = models.CharField(max_length=10)
