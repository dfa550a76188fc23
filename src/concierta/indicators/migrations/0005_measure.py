"""What kind of figure each indicator is, read from the unit that it already has.

A rate, an index or money by its unit; a date only where every target already is one; anything else is counted, as it was.
A rate that somebody had defined as cumulative becomes a rate: it is left out of the averages, in the open, until the
table says how its periods are read, because a sum of percentages means nothing.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from concierta.engines.achievement import Measure, day_of, measure_of_unit

_DATED = ("flow", "maintenance")


def infer_measures(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    indicator, target = apps.get_model("indicators", "Indicator"), apps.get_model("indicators", "Target")
    rows = indicator.objects.order_by("unit").values_list("unit", flat=True).distinct()
    for unit in list(rows):
        measure = measure_of_unit(unit)
        found = indicator.objects.filter(unit=unit)
        if measure is Measure.COUNT:
            continue
        if measure is Measure.DATE:
            programmed = target.objects.filter(indicator__unit=unit, value__isnull=False)
            counted = {pk for pk, value in programmed.values_list("indicator_id", "value") if day_of(value) is None}
            found = found.filter(accumulation__in=_DATED, targets__value__isnull=False).exclude(pk__in=counted)
            found = indicator.objects.filter(pk__in=list(found.values_list("pk", flat=True)))
        found.update(measure=measure.value)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_a_pledge_is_a_promise")]

    operations = [
        migrations.AddField(
            "indicator",
            "measure",
            models.CharField(
                choices=[
                    ("count", "Conteo: personas, documentos, kilómetros"),
                    ("money", "Dinero"),
                    ("ratio", "Tasa o porcentaje, con numerador y denominador"),
                    ("rate", "Tasa o porcentaje, sin numerador ni denominador"),
                    ("index", "Índice"),
                    ("date", "Fecha en que algo queda hecho"),
                ],
                default="count",
                max_length=8,
            ),
        ),
        migrations.AddField(
            "indicator",
            "year_weights",
            models.CharField(
                blank=True,
                help_text="what each year weighs in an average: 2024:15 2025:35; empty, all alike",
                max_length=200,
            ),
        ),
        migrations.RunPython(infer_measures, migrations.RunPython.noop),
    ]
