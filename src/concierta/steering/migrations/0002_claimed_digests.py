from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("steering", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="digest",
            name="claimed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
