"""Orders parts and steps by the key of their report. State only: the tables stay as they are."""

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
