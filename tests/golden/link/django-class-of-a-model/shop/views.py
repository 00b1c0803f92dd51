from django.forms import ModelForm

from .base import OrderView
from .models import Order


class CloseView(OrderView):
    def get_queryset(self):
        return super().get_queryset().filter(closed=False)

    def post(self):
        self.object.delete()


class OrderForm(ModelForm):
    class Meta:
        model = Order


def change(request):
    OrderForm(request.POST).save()
