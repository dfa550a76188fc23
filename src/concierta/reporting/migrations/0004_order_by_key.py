"""Parts and steps of a report are put in order by its key: no change in the tables."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0003_rates'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='reportbreakdown',
            options={'ordering': ('report_id', 'category__category_set__code', 'category__ordinal')},
        ),
        migrations.AlterModelOptions(
            name='reportstep',
            options={'ordering': ('report_id', 'at', 'pk')},
        ),
    ]
