from django.db.models import F, Q, Sum

from .models import Order


def run():
    Order.objects.filter(Q(total__gt=5) | Q(customer__name="x")).order_by("-made")
    Order.objects.exclude(total=F("paid")).values("id")
    Order.objects.aggregate(Sum("total"))
    Order.open.count()
    Order.objects.filter(total=5).update(state="new")
    Order.objects.create(state="new")
    Order.objects.get(pk=5).delete()
