"""Adds the kind `reset_asked` to records of entry. State only: the tables stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_invitations'),
    ]

    operations = [
        migrations.AlterField(
            model_name='signin',
            name='kind',
            field=models.CharField(choices=[('entered', 'Entró'), ('failed', 'No entró: contraseña equivocada'), ('delayed', 'No entró: debía esperar'), ('second_factor_failed', 'No entró: segundo paso equivocado'), ('reset_asked', 'Se pidió un enlace para cambiar la contraseña'), ('left', 'Salió'), ('data_opened', 'Abrió datos personales')], max_length=24),
        ),
    ]
