from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("budgets", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="opportunityshare",
            name="parts",
            field=models.PositiveBigIntegerField(default=1),
        ),
    ]
