from django.db import migrations


class Migration(migrations.Migration):
    operations = [
        migrations.RunSQL("DELETE FROM orders", migrations.RunSQL.noop),
    ]
