from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="storedfile", name="destroyed_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
