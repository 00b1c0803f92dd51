# What goes wrong with a live MariaDB server: each has a clear message, and what
# the map knew stays.
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

if [ -z "$(mariadb_server)" ]; then
	skip 'faults of a live MariaDB server' 'mariadbd is not there'
	done_testing
	exit
fi
mariadb_start || exit 1
host=127.0.0.1:$mariadb_port
mariadb_sql <<'END'
CREATE DATABASE shop;
CREATE DATABASE closed;
CREATE TABLE closed.t (id INT);
CREATE TABLE shop.orders (id INT PRIMARY KEY, total INT);
CREATE TABLE shop.gone (id INT);
CREATE VIEW shop.big AS SELECT id FROM shop.orders WHERE total > 100;
CREATE VIEW shop.broken AS SELECT id FROM shop.gone;
CREATE PROCEDURE shop.pay() DELETE FROM shop.orders;
CREATE PROCEDURE shop.odd() DELETE FROM shop.orders;
CREATE TRIGGER shop.t BEFORE INSERT ON shop.orders FOR EACH ROW SET NEW.id = 1;
DROP TABLE shop.gone;
UPDATE mysql.proc SET body = 'BEGIN DELETE FROM ((( WHERE; END',
	body_utf8 = body WHERE name = 'odd';
CREATE USER reader IDENTIFIED BY 'read-s3cret';
GRANT SELECT, EXECUTE ON shop.* TO reader;
CREATE USER least IDENTIFIED BY 'least-s3cret';
GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, EXECUTE, SHOW DATABASES ON *.* TO least;
CREATE USER victim;
GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, EXECUTE ON *.* TO victim;
END

# scan_as USER DATABASE [OPTIONS] - a scan by that user, into map.db.
scan_as() {
	run timeout 120 unmoor scan --map map.db "shop=mysql://$1@$host/$2"
}

gaps() {
	unmoor blind --map "${1:-map.db}" --json | jq -r '.blind_spots[] |
		"\(.reason) \(.detail)"' | sort
}

# --- no connection ------------------------------------------------------------

run unmoor scan --map none.db "mysql://me:n0ne@127.0.0.1:$(free_port)/shop"
is 'a server that is not there ends with 2' "$status" 2
like 'and says so' "$err" \
	'^unmoor: shop: mysql://127.0.0.1:[0-9]+/shop: the server cannot be reached'
unlike 'without the password' "$err" n0ne

scan_as reader:wr0ng shop
is 'a wrong password ends with 2' "$status" 2
like 'and says so' "$err" 'mysql://[0-9.:]+/shop: the server refuses this user or password'
unlike 'without the password' "$err" wr0ng

scan_as root 'shop?ssl-mode=REQUIRED'
is 'a server without TLS is refused where it is asked for' "$status" 2
like 'and says so' "$err" 'no connection with TLS as it is asked for'

scan_as root 'shop?password=n0t-here'
is 'an option that is not known ends with 2' "$status" 2
unlike 'and its value is not shown' "$err" n0t-here

scan_as root nowhere
like 'a database that is not there' "$err" \
	'/nowhere: there is no such database, or root@.* has no privilege on it'

# --- a good scan, then faults -------------------------------------------------

scan_as root shop
is 'a body that cannot be read is no failure' "$status" 0
like 'but a blind spot' "$(gaps)" '^unreadable-sql shop.odd\(procedure\)'
unmoor export --map map.db --format json >good.json
is 'a view whose table is gone reads a name that is bound to nothing' \
	"$(jq -r '.edges[] | select(.from == "view:shop/shop.broken" and
		.kind == "reads") | .to' good.json)" 'table:?/shop.gone'

# stays NAME - the map has what the good scan found, and calls it stale.
stays() {
	unmoor export --map map.db --format json >now.json
	is "$1: what was known stays" "$(jq -c '.edges' now.json)" \
		"$(jq -c '.edges' good.json)"
	is "$1: and is stale" "$(jq '.sources[0].stale' now.json)" true
}

run unmoor scan --map map.db "shop=mysql://reader:read-s3cret@$host/closed"
is 'no privilege on a database ends with 3 where it is known' "$status" 3
like 'and says so' "$err" '/closed: there is no such database, or reader@% has no'
stays 'no privilege'

perl "$root/tests/server/mariadb-generated.pl" 200 | mariadb_sql
scan_as root '?statement-timeout=0.001'
is 'a statement that takes too long ends with 3' "$status" 3
like 'and says how to give it more' "$err" \
	'reading the catalog failed: .*max_statement_time.*statement-timeout=SECONDS'
stays 'too long'

touch killing
while [ -e killing ]; do
	mariadb_sql -e 'KILL USER victim'
done >/dev/null 2>&1 &
scan_as victim ''
rm killing
wait $!
is 'a connection that breaks off ends with 3' "$status" 3
like 'and says so' "$err" \
	'shop: mysql://[^ ]+ (reading the catalog failed: .*(killed|[Ll]ost|gone)|the server does not answer)'
stays 'broken off'

# --- one of two ---------------------------------------------------------------

run unmoor scan --map two.db "a=mysql://root@$host/shop" \
	"b=mysql://reader:read-s3cret@$host/closed"
is 'one of two databases is read' "$status" 3
like 'and the other one named' "$err" '^unmoor: b: .*/closed: there is no such'
is 'which is in the map' "$(unmoor export --map two.db --format json |
	jq -r '.nodes[] | select(.kind == "table" and .bound) | .id')" \
	'table:a/shop.orders'

# --- objects that come and go -------------------------------------------------

touch churning
(
	i=0
	while [ -e churning ]; do
		i=$((i + 1))
		mariadb_sql -e "CREATE TABLE shop.churn$i (id INT);
			DROP TABLE IF EXISTS shop.churn$((i - 1))"
	done
) >/dev/null 2>&1 &
run timeout 60 unmoor scan --map churn.db "shop=mysql://root@$host/"
rm churning
wait $!
is 'tables that come and go are no failure' "$status" 0
unlike 'nor half a table' "$(gaps churn.db)" 'gives no columns'
like 'but blind spots' "$(gaps churn.db)" '^changed-while-read table or view shop\.churn'
like 'and the rest is there' \
	"$(unmoor readers --map churn.db shop.orders 2>&1)" 'shop\.big'

# --- rights -------------------------------------------------------------------

unmoor scan --map root.db "shop=mysql://root@$host/shop" >/dev/null
run unmoor scan --map least.db "shop=mysql://least:least-s3cret@$host/shop"
is 'a user with the rights of docs/catalogs.md' "$status" 0
graph_of root.db | grep -v '^? ' >root.graph
graph_of least.db | grep -v '^? ' >least.graph
is 'sees the whole graph' "$(diff root.graph least.graph)" ''
is 'but for what is said' "$(gaps least.db | grep -v '^unreadable-sql')" ''

scan_as reader:read-s3cret shop
is 'a user with less can scan' "$status" 0
is 'and is told what is hidden' "$(gaps | grep permission)" \
	'permission-denied PROCEDURE shop.odd: its body is hidden from reader@%, who needs SELECT on mysql.proc
permission-denied PROCEDURE shop.pay: its body is hidden from reader@%, who needs SELECT on mysql.proc
permission-denied database shop: reader@% has no SHOW VIEW, TRIGGER, EVENT on the whole of it, so the queries of views, triggers, events may be hidden
permission-denied roles: SELECT command denied to user '"'reader'@'127.0.0.1'"' for table `mysql`.`roles_mapping`
permission-denied statements that were run: SELECT command denied to user '"'reader'@'127.0.0.1'"' for table `performance_schema`.`events_statements_summary_by_digest`
permission-denied view shop.big: its query is hidden from reader@%, who needs SELECT and SHOW VIEW on it
permission-denied view shop.broken: its query is hidden from reader@%, who needs SELECT and SHOW VIEW on it'
like 'a hidden view is there with its columns' \
	"$(unmoor inventory --map map.db --kind column)" 'shop\.big\.id'

# --- 20 secrets ---------------------------------------------------------------

mariadb_sql <<'END'
CREATE DATABASE secrets;
USE secrets;
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(40) DEFAULT 'plain');
INSERT INTO t VALUES (1, 's3cret-01');
CREATE VIEW v AS SELECT id FROM t WHERE a <> 's3cret-02';
CREATE FUNCTION f() RETURNS INT RETURN (SELECT id FROM t WHERE a = 's3cret-03');
DELIMITER //
CREATE PROCEDURE p() BEGIN
	DECLARE token VARCHAR(40) DEFAULT 's3cret-04';
	SET @password = 's3cret-05';
	UPDATE t SET a = 's3cret-06' WHERE a = 's3cret-07';
	SET @q = 'SELECT id FROM t WHERE a = ''s3cret-08''';
	PREPARE s FROM @q; EXECUTE s;
	INSERT INTO t VALUES (2, AES_ENCRYPT('x', 's3cret-09'));
END//
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 's3cret-10'//
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO
	DELETE FROM t WHERE a = 's3cret-11'//
DELIMITER ;
CREATE USER agent IDENTIFIED BY 's3cret-12';
SET PASSWORD FOR victim = PASSWORD('s3cret-13');
CREATE SERVER far FOREIGN DATA WRAPPER mysql
	OPTIONS (HOST 'h', PASSWORD 's3cret-14', USER 's3cret-15');
GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, EXECUTE, SHOW DATABASES ON *.* TO agent;
SELECT id FROM t WHERE a = 's3cret-16';
END
printf '[client]\nuser=agent\npassword=s3cret-17\n' >wrong.cnf
printf '[unmoor]\nuser=agent\npassword=s3cret-12\n' >right.cnf

# Everything that a scan leaves behind or shows, into one file.
gather() {
	{
		run "$@"
		printf '%s\n%s\n' "$out" "$err"
		for format in json dot; do
			unmoor export --map secret.db --format $format
		done
		unmoor blind --map secret.db
		unmoor blind --map secret.db --json
		unmoor inventory --map secret.db
		unmoor readers --map secret.db secrets.t
		unmoor writers --map secret.db secrets.t --json
		strings -a secret.db
	} >>shown 2>&1
}
gather unmoor scan --map secret.db "s=mysql://agent:s3cret-12@$host/secrets"
like 'the secrets lie in what was scanned' "$(cat shown)" 'table:s/secrets.t'
gather unmoor scan --map secret.db "s=mysql://agent:s3cret-18@$host/secrets"
gather unmoor scan --map secret.db "s=mysql://agent:x s3cret-19@$host/secrets"
gather unmoor scan --map secret.db \
	"s=mysql://$host/secrets?defaults-file=$PWD/wrong.cnf"
gather unmoor scan --map secret.db "s=mysql://$host/secrets?token=s3cret-20"
gather unmoor scan --map secret.db \
	"s=mysql://$host/secrets?defaults-file=$PWD/right.cnf"
is 'an option file has user and password' "$status" 0
export MYSQL_PWD=s3cret-12
gather unmoor scan --map secret.db "s=mysql://agent@$host/secrets"
is 'the environment may have the password' "$status" 0
unset MYSQL_PWD
is 'no secret of 20 is shown or kept' "$(grep -aoE 's3cret-[0-9]+' shown |
	sort -u)" ''

done_testing
