from django.shortcuts import render

from .models import Order


def close(request, order):
    order.lines.update(open=False)
    order.tags.all()
    order.note_set.exists()
    order.save()


def by_name(name):
    return Order.objects.filter(tags__name=name, lines__open=True)


def others(thing):
    thing.strange.all()
    thing.strange.first()
