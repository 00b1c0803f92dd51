#include <QSqlQuery>

void list(const QString &name, int id)
{
	QSqlQuery query("SELECT id FROM users");

	query.exec("DELETE FROM sessions");
	query.prepare(QString("SELECT id FROM %1 WHERE id = %2")
			      .arg("groups").arg(id));
	query.exec(QStringLiteral("SELECT id FROM roles"));
}
