from django.db import models


class Line(models.Model):
    total = models.IntegerField()
