from django.db import models


class Named(models.Model):
    name = models.TextField()

    class Meta:
        abstract = True
