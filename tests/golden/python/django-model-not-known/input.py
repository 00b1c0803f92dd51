from django.shortcuts import get_object_or_404
from shop.models import get_order_model

Order = get_order_model()


def find(model, bucket, pk):
    get_object_or_404(model, pk=pk)
    bucket.objects.filter(name="a")
    return Order.objects.get(pk=pk)


class View:
    def all(self):
        return self.model._default_manager.all()
