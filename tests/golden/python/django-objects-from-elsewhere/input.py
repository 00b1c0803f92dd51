from django.http import HttpResponse


def close(request, order, lines):
    order.lines.filter(open=True)
    request.user.save()
    order.save(update_fields=["open"])
    lines.filter(open=True).exists()
    image.save("a.png")
    cache.delete("key")
    data.update(open=True)
    order.data.get("open")
