from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_rural_zone")]

    operations = [
        migrations.AddField(model_name="user", name="must_change_password", field=models.BooleanField(default=False)),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=models.EmailField(max_length=254, unique=True, verbose_name="su correo electrónico"),
        ),
        migrations.AlterField(
            model_name="user", name="name", field=models.CharField(max_length=120, verbose_name="su nombre")
        ),
    ]
