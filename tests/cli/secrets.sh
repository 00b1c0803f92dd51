# Twenty secrets in an estate: none of them reaches a map, an answer, a
# message. Each is "sekret" and its number; what stands beside them is read.
. "$(dirname "$0")/tap.sh"

mkdir -p app jobs dash
cat >app/db.py <<'END'
import psycopg2, sqlalchemy
PASSWORD = "sekret01"
API_TOKEN = "sekret02"
URL = "postgresql://shop:sekret03@db/shop"
engine = sqlalchemy.create_engine("mysql+pymysql://shop:sekret04@db/shop")


def connect():
    return psycopg2.connect(host="db", dbname="shop", user="shop",
                            password="sekret05")


def login(cursor, name):
    cursor.execute("SELECT id FROM users WHERE name = %s "
                   "AND password = 'sekret06'", (name,))


def reset(cursor):
    cursor.execute("UPDATE users SET password = 'sekret07' WHERE id = 1")
    cursor.execute("SELECT count(*) FROM users WHERE key = '" + "sekret08" + "'")
END
cat >app/db.c <<'END'
#include <libpq-fe.h>
#define DB_PASSWORD "sekret09"
int count(void)
{
	PGconn *c = PQconnectdb("host=db dbname=shop password=sekret10");

	PQexec(c, "SELECT id FROM users WHERE token = 'sekret11'");
	return 0;
}
END
cat >jobs/crontab <<'END'
MYSQL_PWD=sekret12
5 1 * * * mysql -u shop -psekret13 -e "SELECT id FROM users" shop
6 1 * * * curl -H "Authorization: Bearer sekret14" https://example.com
END
cat >jobs/load.sh <<'END'
#!/bin/sh
export PGPASSWORD=sekret15
psql "postgresql://shop:sekret16@db/shop" <<SQL
UPDATE users SET secret = 'sekret17' WHERE id = 2;
SQL
END
cat >dash/users.json <<'END'
{"title": "Users", "schemaVersion": 38, "panels": [{"title": "New", "type":
"table", "datasource": {"type": "postgres", "uid": "x"}, "targets": [{"rawSql":
"SELECT id FROM users WHERE code = 'sekret18'", "format": "table"}]}]}
END
cat >shop.sql <<'END'
--
-- PostgreSQL database dump
--
CREATE TABLE public.users (id integer, name text, password text,
	token text, key text, secret text, code text);
CREATE USER shop PASSWORD 'sekret19';
INSERT INTO public.users VALUES (1, 'a', 'sekret20');
CREATE VIEW public.v AS SELECT id FROM public.users WHERE name <> 'x';
--
-- PostgreSQL database dump complete
--
END

run unmoor scan --map m.db shop=shop.sql app jobs dash
is 'the estate is scanned' "$status" 0
printf '%s%s' "$out" "$err" >scan.out
is 'what stands beside the secrets is read' "$(unmoor readers --map m.db \
	--json users | jq -r '.edges[].from' | sort -u | grep -c .)" 6
unmoor export --map m.db --format json >m.json
unmoor export --map m.db --format dot >m.dot
for command in 'readers users' 'writers users' 'impact users' \
	'inventory --kind function' blind plan 'plan --json' statements; do
	# shellcheck disable=SC2086 # words of the command
	unmoor ${command%% *} --map m.db ${command#"${command%% *}"} \
		>"$(echo "$command" | tr -c 'a-z\n' -).out" 2>&1
done
is 'none is in a map, an answer or a message' \
	"$(grep -aoh 'sekret[0-9]*' m.db m.json m.dot ./*.out | sort -u)" ''

# A change in which they stand.
mkdir repo && cp app/* repo && git -C repo init -q -b main
git -C repo commit -q --allow-empty -m 1
git -C repo checkout -q -b change
git -C repo add . && git -C repo commit -qm 2
for format in text json sarif github gitlab markdown; do
	unmoor check --base main --map m.db --format $format repo >check.$format 2>&1
done
like 'the check finds what reads' "$(cat check.text)" 'new reader'
is 'and shows none' "$(grep -aoh 'sekret[0-9]*' check.* | sort -u)" ''

# In what a user types.
run unmoor scan --map n.db 'db=postgresql://me:sekret21@127.0.0.1:1/x'
is 'a server that is not there ends with 2' "$status" 2
unlike 'its password is not said' "$out$err" sekret
done_testing
