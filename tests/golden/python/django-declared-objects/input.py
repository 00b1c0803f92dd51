from typing import Optional

from django.db.models import QuerySet

from . import models


def close(order: "models.Order", line: Optional[models.Line],
          all_of: QuerySet[models.Note]):
    order.delete()
    line.save()
    all_of.filter(open=True)
    order.notes.count()
