from cart.models import Maker


def makers():
    return Maker.objects.all()
