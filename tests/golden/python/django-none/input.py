from shop.models import Order


def nobody():
    return Order.objects.none()


def somebody(orders=None):
    orders = Order.objects.filter(total=5)
    if not orders.ready:
        return orders.none()
    return orders
