"""A rate may keep the two figures that it is made of, as they were claimed and as they were found."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0001_initial'),
        ('indicators', '0005_measure'),
        ('people', '0004_language'),
        ('plans', '0004_year_once'),
        ('reporting', '0002_self_assessments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='denominator',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='numerator',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='verified_denominator',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='verified_numerator',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name='reportbreakdown',
            name='denominator',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name='reportbreakdown',
            name='numerator',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name='reportstep',
            name='denominator',
            field=models.DecimalField(decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name='reportstep',
            name='numerator',
            field=models.DecimalField(decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('denominator__isnull', True), ('numerator__isnull', True)), models.Q(('denominator__gt', 0), ('denominator__isnull', False), ('numerator__isnull', False)), _connector='OR'), name='a_reported_rate_has_both_its_figures'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verified_denominator__isnull', True), ('verified_numerator__isnull', True)), models.Q(('verified_denominator__gt', 0), ('verified_denominator__isnull', False), ('verified_numerator__isnull', False), ('verified_value__isnull', False)), _connector='OR'), name='a_verified_rate_has_both_its_figures'),
        ),
    ]
