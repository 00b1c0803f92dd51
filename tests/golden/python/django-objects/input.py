from .models import Order


def run(pk):
    order = Order(state="new")
    order.save()
    for old in Order.objects.all():
        old.state = "old"
        old.save()
