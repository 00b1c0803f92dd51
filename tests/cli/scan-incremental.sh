# Whatever happens to a repository, a folder and a dump in 30 steps: the map
# that is refreshed after each is the one that is made anew.
. "$(dirname "$0")/tap.sh"

cat >step.py <<'END'
"""One step in the life of a small estate: step.py NUMBER, in its folder."""
import os
import random
import shutil
import sys

step = int(sys.argv[1])
chance = random.Random(step)


def write(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def table():
    return "t%d" % chance.randrange(12)


def module(path):
    write(path, chance.choice([
        'NAME = "%s"\n' % table(),
        'import db\nfrom .names import NAME\n'
        'def f(x):\n    db.execute("SELECT a FROM " + NAME)\n',
        'import db\ndef g(x):\n    db.execute("UPDATE %s SET a = 1")\n'
        % table(),
        'def run(sql):\n    return db.cursor().execute(sql)\n',
        'from .g import run\ndef h():\n    run("DELETE FROM %s")\n' % table(),
        'x = 1\n',
        '',
    ]))


def script(path):
    write(path, "SELECT a FROM %s JOIN %s USING (id);\n" % (table(), table()))


def shell(path):
    write(path, '#!/bin/sh\npsql -c "SELECT b FROM %s"\n' % table())


def files():
    return sorted(os.path.join(top, name) for top, _, names in os.walk(".")
                  for name in names if "/.git/" not in top + "/")


MAKERS = [(module, ["app/names.py", "app/g.py", "app/f.py", "app/h.py",
                    "lib/names.py", "lib/f.py", "lib/g.py"]),
          (script, ["sql/a.sql", "sql/b.sql", "sql/a/b.sql", "a.sql"]),
          (shell, ["bin/nightly", "bin/run.sh", "nightly"])]


def add():
    maker, names = chance.choice(MAKERS)
    path = chance.choice(names)
    at = path
    while at:  # a file may stand where a folder shall be, and vice versa
        if os.path.islink(at) or os.path.isfile(at):
            os.remove(at)
        at = os.path.dirname(at)
    if os.path.isdir(path):
        shutil.rmtree(path)
    maker(path)


def rename():
    old = chance.choice(files())
    new = chance.choice(["moved/", "app/", ""]) + os.path.basename(old)
    if not os.path.isdir(new):
        os.makedirs(os.path.dirname(new) or ".", exist_ok=True)
        os.rename(old, new)


def copy():
    old = chance.choice(files())
    os.makedirs("copies", exist_ok=True)
    if os.path.isfile(old):
        shutil.copy(old, "copies/%d-%s" % (step, os.path.basename(old)))


def remove():
    os.remove(chance.choice(files()))


def link():
    if not os.path.lexists("link.sql"):
        os.symlink("a.sql", "link.sql")


def binary():
    with open("sql-data.sql", "wb") as file:
        file.write(b"SELECT\0" * step)


def owners():
    write("CODEOWNERS", "*.py @team-%d\n/sql/ @dba\n" % (step % 3))


def crontab():
    write("crontab", "%d * * * * bin/nightly\n" % step)


for _ in range(8):
    add()
for _ in range(3):
    chance.choice([rename, copy, remove, link, binary, owners, crontab])()
write("keep.txt", "so that the folder is never empty\n")
write("../shop.sql", "".join(
    "CREATE TABLE public.t%d (id integer, a integer, b integer%s);\n"
    "COPY public.t%d FROM stdin;\n%s\\.\n"
    % (i, ", c%d text" % step if i == step % 12 else "", i, "1\n" * step)
    for i in range(12) if i != step % 5))
END

git init -q repo
step=0
differ=
changes=0
last=
while [ $step -lt 30 ]; do
	(cd repo && python3 ../step.py $step && git add -A &&
		git commit -qm $step --allow-empty)
	rm -rf folder cold.db
	mkdir folder
	(cd repo && tar cf - --exclude=./.git .) | tar xf - -C folder
	unmoor scan --map warm.db repo folder shop.sql >/dev/null ||
		differ="$differ warm:$step"
	unmoor scan --map cold.db repo folder shop.sql >/dev/null ||
		differ="$differ cold:$step"
	unmoor export --map warm.db --format json >warm.json
	unmoor export --map cold.db --format json >cold.json
	if ! cmp -s warm.json cold.json; then
		differ="$differ $step"
		diff warm.json cold.json | head -n 5
	fi
	[ "$last" = "$(sha1sum <cold.json)" ] || changes=$((changes + 1))
	last=$(sha1sum <cold.json)
	step=$((step + 1))
done
is 'after each step both maps are the same' "$differ" ''
ok 'and the steps did change them' test $changes -ge 25
run unmoor scan --map warm.db repo folder shop.sql
is 'in the end nothing is new' "$out" 'warm.db: nothing has changed'
ok 'and the facts of what is gone are gone too' python3 -c '
import sqlite3
warm, cold = ({row[0] for row in sqlite3.connect(path).execute(
    "SELECT hex(key) FROM facts")} for path in ("warm.db", "cold.db"))
assert warm == cold, (warm - cold, cold - warm)'
done_testing
