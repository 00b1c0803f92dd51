# check: a change of one file alters what others read. Only texts that may be
# altered are linked as a whole; what is found must not depend on it.
. "$(dirname "$0")/tap.sh"

mkdir -p api/app
cat >api/app/queries.py <<'END'
ORDERS = "SELECT id FROM orders"
CUSTOMERS = "SELECT id FROM customers"
ARCHIVE = "SELECT id FROM archive"
END
cat >api/app/names.py <<'END'
TABLE = "payments"
END
cat >api/app/wrapper.py <<'END'
import db


def fetch(sql):
    return db.cursor().execute(sql)


def query(sql):
    return print(sql)
END
cat >api/app/__init__.py <<'END'
from .queries import ORDERS as EVERY_ORDER
END
cat >api/app/users.py <<'END'
import db
from . import EVERY_ORDER, queries
from .names import TABLE
from . import wrapper


def customers():
    return wrapper.fetch(queries.CUSTOMERS)


def orders():
    return db.query(EVERY_ORDER)


def payments():
    return db.query("SELECT id FROM " + TABLE)


def logged():
    return wrapper.query(queries.ARCHIVE)
END
cat >api/app/models.py <<'END'
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Order(Base):
    __tablename__ = "orders"
END
cat >api/app/orm.py <<'END'
from .models import Order


def first(session):
    return session.query(Order).first()
END
git -C api init -q -b main
git -C api add -A
git -C api commit -q -m one
unmoor scan api=api >/dev/null
cp -R api clean

change() {
	rm -rf api
	cp -R clean api
	git -C api checkout -q -b change
}

# found [MAP] - "accessor object" of each new access, with the map or without.
found() {
	git -C api add -A
	git -C api commit -q --allow-empty -m change
	run unmoor check --base main --format json ${1:+--map "$1"} api
	echo "$out" | jq -r '.findings[] | select(.accessor)
		| "\(.accessor.id) \(.object.id)"'
}

# alters NAME EXPECTED - with and without a map.
alters() {
	is "$1" "$(found unmoor.db)" "$2"
	is "$1, without a map" "$(found)" "$2"
}

change
sed -i 's/FROM customers/FROM people/' api/app/queries.py
alters 'a constant of another file' \
	'function:api/app/users.py#customers table:?/people'
change
sed -i 's/FROM orders/FROM purchases/' api/app/queries.py
alters 'a constant that comes by another name' \
	'function:api/app/users.py#orders table:?/purchases'
change
sed -i 's/payments/invoices/' api/app/names.py
alters 'a name in a file that has no SQL' \
	'function:api/app/users.py#payments table:?/invoices'
change
sed -i 's/return print(sql)/return fetch(sql)/' api/app/wrapper.py
alters 'a function that becomes a sink' \
	'function:api/app/users.py#logged table:?/archive'
change
sed -i 's/= "orders"/= "purchases"/' api/app/models.py
alters 'a model that gets another table' \
	'function:api/app/orm.py#first table:?/purchases'
change
git -C api mv app/queries.py app/statements.py
sed -i 's/queries/statements/g' \
	api/app/users.py api/app/__init__.py
alters 'a module that is renamed alters nothing' ''
change
printf '\n\n# the end\n' >>api/app/queries.py
sed -i '1i # the beginning' api/app/wrapper.py
alters 'lines that move in all of them alter nothing' ''

change
sed -i 's/    return db.query(EVERY_ORDER)/    return None/' api/app/users.py
alters 'a constant that nobody uses any more alters nothing' ''
change
printf '\n\ndef archive():\n    return wrapper.fetch(queries.ARCHIVE)\n' \
	>>api/app/users.py
alters 'a constant that nobody had used has a reader now' \
	'function:api/app/users.py#archive table:?/archive'

# --- whatever happens --------------------------------------------------------

# In each of 15 steps some files become others. What check finds must be edges
# that diff sees between the two scanned maps; an edge that diff sees and check
# does not find is one that has moved: another to the same table is gone.
cat >step.py <<'END'
import random
import sys

chance = random.Random(int(sys.argv[1]))
TABLES = ["t%d" % i for i in range(9)]
MAKERS = {
    "app/names.py": 'NAME = "{a}"\nOTHER = "{b}"\n',
    "app/queries.py": 'from .names import NAME\nQ = "SELECT x FROM " + NAME\n'
                      'R = "DELETE FROM {a}"\n',
    "app/wrap.py": 'import db\ndef run(sql):\n    return db.execute(sql)\n'
                   'def tell(sql):\n    return {f}(sql)\n',
    "app/a.py": 'import db\nfrom .queries import Q, R\nfrom .wrap import run\n'
                'def fa():\n    run(Q)\ndef fb():\n    db.execute({q})\n',
    "app/b.py": 'from .names import OTHER\nfrom . import wrap\n'
                'def fc():\n    wrap.run("UPDATE {a} SET x = 1")\n'
                'def fd():\n    wrap.tell("SELECT y FROM " + OTHER)\n',
    "app/c.py": 'import db\ndef fe():\n    db.execute("SELECT z FROM {a}")\n'
                'def ff():\n    db.execute(f"SELECT z FROM {b}_{{y}}")\n',
}
for path, form in sorted(MAKERS.items()):
    if len(sys.argv) > 2 or chance.random() < 0.4:
        with open("api/" + path, "w", encoding="utf-8") as file:
            file.write("# %d\n" % chance.randrange(9) * chance.randrange(4))
            file.write(form.format(
                a=chance.choice(TABLES), b=chance.choice(TABLES),
                f=chance.choice(["run", "print"]),
                q=chance.choice(["Q", "R", '"INSERT INTO t1 SELECT 2"'])))
END
cat >judge.py <<'END'
import json
import sys

found = {(f["accessor"]["id"], f["object"]["id"])
         for f in json.load(open("check.json"))["findings"] if "accessor" in f}
edges = [e for e in json.load(open("diff.json"))["edges"]
         if e["kind"] in ("reads", "writes")]
seen = {(e["from"], e["to"]) for e in edges if e["change"] != "removed"}
gone = {e["to"] for e in edges if e["change"] == "removed"}
print("not in the maps:", found - seen if found - seen else "none")
missed = {edge for edge in seen - found if edge[1] not in gone}
print("not found:", missed if missed else "none")
END
rm -rf api
mkdir -p api/app
python3 step.py 0 all
git -C api init -q -b main
git -C api add -A
git -C api commit -q -m 0
judged='' count=0
for step in $(seq 15); do
	git -C api tag "was$step"
	rm -f old.db new.db
	unmoor scan --map old.db api=api >/dev/null
	python3 step.py "$step"
	git -C api add -A
	git -C api commit -q --allow-empty -m "$step"
	unmoor scan --map new.db api=api >/dev/null
	unmoor diff --json old.db new.db >diff.json
	unmoor check --base "was$step" --map old.db --format json api >check.json
	count=$((count + $(jq '.findings | length' check.json)))
	judged=$(printf '%s\n%s' "$judged" "$(python3 judge.py)")
done
is 'what check finds is what diff sees, in 15 steps' \
	"$(echo "$judged" | sed 1d | sort | uniq -c | awk '{$1 = ""; print}')" \
	" not found: none
 not in the maps: none"
ok 'and it found something' test "$count" -gt 15
done_testing
