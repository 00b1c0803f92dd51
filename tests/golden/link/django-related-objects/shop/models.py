from django.db import models


class Order(models.Model):
    tags = models.ManyToManyField("Tag")

    def open_lines(self):
        return self.lines.filter(open=True)


class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    open = models.BooleanField()


class Tag(models.Model):
    name = models.CharField()


class Note(models.Model):
    order = models.ForeignKey(Order, models.CASCADE)
