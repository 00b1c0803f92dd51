from django.views.generic import DetailView

from .models import Order


class OrderView(DetailView):
    model = Order
