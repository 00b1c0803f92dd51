# What check writes as SARIF, against the official schema of SARIF 2.1.0, which
# comes in a package that sarif.lock pins.
. "$(dirname "$0")/../cli/tap.sh"

lock=$root/tests/oracle/sarif.lock
kept=$root/build/oracle/sarif-$(jq -r .version "$lock").json

# Fetches the package, compares its hash, takes the schema out of it.
fetch() {
	package=$(npm pack --silent --ignore-scripts \
		"$(jq -r '"\(.name)@\(.version)"' "$lock")") || return 1
	hash=$(python3 -c 'import base64, hashlib, sys
digest = hashlib.sha512(open(sys.argv[1], "rb").read()).digest()
print("sha512-" + base64.b64encode(digest).decode())' "$package")
	[ "$hash" = "$(jq -r .integrity "$lock")" ] || return 2
	mkdir -p "$root/build/oracle"
	tar -xzOf "$package" "$(jq -r .schema "$lock")" >"$kept.new" &&
		mv "$kept.new" "$kept"
}

if [ ! -e "$kept" ]; then
	fetch 2>"$tap_folder/log"
	fetched=$?
	[ $fetched != 2 ] || ok 'the package is the one that is pinned' false
fi
if [ ! -e "$kept" ]; then
	skip 'SARIF fits the official schema' 'the package cannot be fetched'
	done_testing
	exit
fi

valid() {
	python3 -c 'import json, sys, jsonschema
schema, log = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
jsonschema.validators.validator_for(schema)(schema).validate(log)' "$kept" "$1"
}

# An estate that gives findings of every kind, with names of every sort.
cat >shop.sql <<'END'
--
-- PostgreSQL database dump
--
CREATE TABLE public.orders (id bigint NOT NULL, legacy text);
END
mkdir api other
echo 'SELECT legacy FROM orders;' >other/report.sql
cat >api/unmoor.yaml <<'END'
policy:
  frozen: ["*.orders"]
  exemptions:
    - {object: orders, accessor: api/old.py*, reason: "[a] < b", until: 2020-01-01}
    - {object: orders, accessor: api/kept.py*, reason: "later", until: 2999-01-01}
END
echo 'exemptions: [{object: gone, reason: was, until: 2999-01-01}]' \
	>api/unmoor-baseline.yaml
printf 'import db\ndb.query("SELECT id FROM orders")\n' >api/old.py
git -C api init -q -b main
git -C api add -A
git -C api commit -q -m one
unmoor scan shop=shop.sql api=api other=other >/dev/null
git -C api checkout -q -b change
mkdir "api/x:[y](z) %"
cp api/old.py "api/x:[y](z) %/a b.py"
cp api/old.py api/kept.py
cat >api/q.py <<'END'
import db


def dynamic(y):
    return db.query(f"SELECT id FROM y_{y}")


def customers():
    return db.query("SELECT id FROM customers")
END
echo 'ALTER TABLE orders DROP COLUMN legacy;' >api/drop.sql
echo '# more' >>api/unmoor.yaml
echo 'exemptions: [{object: gone, reason: was, until: 2999-01-01},
  {object: x, reason: y, until: 2999-01-01}]' >api/unmoor-baseline.yaml
git -C api add -A
git -C api commit -q -m change
run unmoor check --base main --map unmoor.db --format sarif api
printf '%s\n' "$out" >some.sarif
is 'findings of every kind' \
	"$(jq -r '.runs[0].results[].ruleId' some.sarif | sort -u | tr '\n' ' ')" \
	'baseline-grows breaks-reader closed-table configuration-changed expired-exemption new-blind-spot new-reader stale-exemption '
ok 'they fit the official schema' valid some.sarif
is 'what is accepted is suppressed, with its reason' \
	"$(jq -r '.runs[0].results[].suppressions[]?.justification' some.sarif)" \
	later
run unmoor check --base change --map unmoor.db --format sarif api
printf '%s\n' "$out" >none.sarif
ok 'and so does nothing at all' valid none.sarif
jq '.runs[0].results[0].level = "bad"' some.sarif >bad.sarif
fails 'the schema can say no' 1 valid bad.sarif
done_testing
