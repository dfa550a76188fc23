"""Who asked at the door for a link to change a password is kept too: no change in the tables."""

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
