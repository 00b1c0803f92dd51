from peewee import ForeignKeyField, IntegerField, Model, SqliteDatabase


class BaseModel(Model):
    class Meta:
        database = SqliteDatabase("shop.db")


class Customer(BaseModel):
    age = IntegerField(column_name="years")


class Order(BaseModel):
    customer = ForeignKeyField(Customer)

    class Meta:
        table_name = "orders"


def run():
    Order.select(Order.customer).join(Customer).where(Customer.age > 5)
    Order.update(total=5).where(Order.id == 1).execute()
    order = Order.get_by_id(5)
    order.save()
    for customer in Customer.select():
        customer.delete_instance()
