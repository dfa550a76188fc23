import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def keep_what_there_was(apps, schema_editor):
    """Roles given before entities confirmed them stay in force and say so. Their moment is when the asking began."""
    memberships = apps.get_model("people", "Membership")
    memberships.objects.filter(confirmation="").update(confirmation="prior", confirmed_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_roles_end_at_an_instant'),
    ]

    operations = [
        migrations.AddField(
            model_name='entity',
            name='mail_domain',
            field=models.CharField(blank=True, max_length=253),
        ),
        migrations.AddField(
            model_name='membership',
            name='confirmation',
            field=models.CharField(blank=True, choices=[('invitation', 'Aceptó la invitación enviada al correo institucional de la entidad'), ('colleague', 'La confirmó una persona de la entidad'), ('operator', 'La confirmó quien administra la instalación'), ('prior', 'Anterior a las confirmaciones')], max_length=16),
        ),
        migrations.AddField(
            model_name='membership',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='membership',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='membership',
            name='independent_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(keep_what_there_was, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmation', ''), ('confirmed_at__isnull', True)), models.Q(models.Q(('confirmation', ''), _negated=True), ('confirmed_at__isnull', False)), _connector='OR'), name='membership_confirmed_with_its_moment'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmation', 'colleague'), ('confirmed_by__isnull', False)), models.Q(models.Q(('confirmation', 'colleague'), _negated=True), ('confirmed_by__isnull', True)), _connector='OR'), name='membership_confirmed_by_a_colleague'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('user')), _negated=True), _connector='OR'), name='nobody_confirms_themself'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('independent_at__isnull', True), ('role', 'verifier'), _connector='OR'), name='independence_is_a_verifiers'),
        ),
    ]
