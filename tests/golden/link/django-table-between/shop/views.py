from .models import Customer, Order, Tag


def mark(number, tag):
    order = Order.objects.get(pk=number)
    order.tags.add(tag)
    order.shops.clear()


def give(tag: Tag, customer: Customer, order):
    tag.orders.set([order])
    customer.orders.add(order)


def invent(order: Order):
    order.tags.create(name="new")


def seen(words):
    words.known.add(1)
