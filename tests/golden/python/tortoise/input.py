from tortoise import fields, models


class Order(models.Model):
    total = fields.IntField()

    class Meta:
        table = "orders"


async def run():
    await Order.filter(total__gt=5).update(total=6)
    order = await Order.get(id=5)
    await order.delete()
    await Order.create(total=5)
