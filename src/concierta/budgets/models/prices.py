"""Price indexes, as data with their source: what pesos of different years are compared by."""

from django.db import models
from django.db.models import Q

from concierta.agreements.models import ORIGINS
from concierta.kernel.origin import Origin


class PriceIndex(models.Model):
    """A published index of prices; `base` says when it was 100."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    base = models.CharField(max_length=100)
    source = models.CharField(max_length=300)
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OFFICIAL)

    class Meta:
        ordering = ("slug",)
        verbose_name_plural = "price indexes"
        constraints = (models.CheckConstraint(condition=~Q(source=""), name="a_price_index_says_its_source"),)

    def __str__(self) -> str:
        return self.name


class PricePoint(models.Model):
    index = models.ForeignKey(PriceIndex, on_delete=models.CASCADE, related_name="points")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=14, decimal_places=6)

    class Meta:
        ordering = ("index", "year")
        constraints = (
            models.UniqueConstraint(fields=("index", "year"), name="one_price_point_per_year"),
            models.CheckConstraint(condition=Q(value__gt=0), name="a_price_point_is_positive"),
        )

    def __str__(self) -> str:
        return f"{self.index_id} {self.year}"
