from cart.models.lines import Line


def lines():
    return Line.objects.filter(total=5)
