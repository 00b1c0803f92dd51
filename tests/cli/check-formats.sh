# check: what it finds in every format, with names that nobody vouches for.
. "$(dirname "$0")/tap.sh"

cat >shop.sql <<'END'
--
-- PostgreSQL database dump
--
CREATE TABLE public.orders (id bigint NOT NULL, legacy text);
CREATE TABLE public."a]b<i>c|@d" (id bigint NOT NULL);
END
mkdir api other
echo 'SELECT legacy FROM orders;' >other/report.sql
echo 'policy: {frozen: ["*.orders"]}' >api/unmoor.yaml
git -C api init -q -b main
git -C api add -A
git -C api commit -q -m one
unmoor scan shop=shop.sql api=api other=other >/dev/null

git -C api checkout -q -b change
escape=$(printf '\033')
hostile="api/x::error file=a,b%0A
[l](u)\`$escape[31m"
mkdir "$hostile"
cat >"$hostile/q.sql" <<'END'
SELECT id FROM orders;
END
cat >api/q.py <<'END'
import db


def odd():
    return db.query('SELECT id FROM "a]b<i>c|@d"')


def dynamic(y):
    return db.query(f"SELECT id FROM y_{y}")
END
echo 'ALTER TABLE orders DROP COLUMN legacy;' >api/drop.sql
git -C api add -A
git -C api commit -q -m change

formats='github gitlab json markdown sarif text'
for format in $formats; do
	run unmoor check --base main --map unmoor.db --format $format api
	printf '%s\n' "$out" >"$format"
	is "$format: the status is that of the findings" "$status" 1
	unlike "$format: no byte that a terminal acts on" "$out" \
		"$escape|$(printf '\r')"
done
ok 'the JSON fits its schema' python3 -c 'import json, sys, jsonschema
schema, findings = (json.load(open(path)) for path in sys.argv[1:])
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.Draft202012Validator(schema).validate(findings)' \
	"$root/docs/check.schema.json" json
is 'the findings, the last one possible only' \
	"$(jq -r '.findings[] | "\(.rule) \(.level)"' json | sort)" \
	"breaks-reader error
closed-table error
new-blind-spot warning
new-reader note
new-reader warning"

# --- GitHub -------------------------------------------------------------------

is 'github: a command a finding, errors first' \
	"$(sed -n 's/^\(::[a-z]*\) .*/\1/p' github)" \
	"::error
::error
::warning
::warning
::notice"
is 'github: and no line but them and the summary' "$(wc -l <github)" 6
is 'github: properties are parted by our own commas alone' \
	"$(grep 'q.sql' github | grep -o '[a-zA-Z]*=[^,:]*' | head -n 4)" \
	"file=x%3A%3Aerror file=a%2Cb%250A\\x0A[l](u)\`\\x1B[31m/q.sql
line=1
endLine=1
title=The change reads or writes a table that is closed"

# --- Markdown -----------------------------------------------------------------

# What stands in code spans is taken out; nothing of the repository is left.
bare() {
	python3 - "$1" <<'END'
import re
import sys
text = open(sys.argv[1], encoding="utf-8").read()
print(re.sub(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", "", text))
END
}
unlike 'markdown: nothing is a link, a tag or a mention' "$(bare markdown)" \
	'[][<@|]'
like 'markdown: the place is shown' "$(cat markdown)" '^- `q.py:5`: '

# --- GitLab -------------------------------------------------------------------

is 'gitlab: each fingerprint is there once' \
	"$(jq -r '.[].fingerprint' gitlab | sort | uniq -d)" ''
is 'gitlab: severities' "$(jq -r '.[].severity' gitlab | sort | uniq -c |
	awk '{print $1, $2}')" "2 critical
1 info
2 major"
is 'gitlab: places' "$(jq -r '.[] | select(.severity == "major"
	and .check_name == "new-reader")
	| "\(.location.path):\(.location.lines.begin)"' gitlab)" q.py:5

# --- SARIF --------------------------------------------------------------------

is 'sarif: version, tool and rules with help' "$(jq -r '.version,
	(.runs[0].tool.driver | .name, ([.rules[] | select(.help.text
		and .shortDescription.text)] | length))' sarif)" \
	"2.1.0
unmoor
9"
is 'sarif: each result names its rule' "$(jq -r '.runs[0] | .tool.driver.rules
	as $rules | .results[] | select(.ruleId != $rules[.ruleIndex].id)' sarif)" ''
is 'sarif: errors first' "$(jq -r '.runs[0].results[].level' sarif | uniq -c |
	awk '{print $1, $2}')" "2 error
2 warning
1 note"
is 'sarif: a path is a reference of its own' \
	"$(jq -r '.runs[0].results[].locations[].physicalLocation
		.artifactLocation.uri' sarif | grep q.sql)" \
	'x%3A%3Aerror%20file%3Da%2Cb%250A%0A%5Bl%5D%28u%29%60%1B%5B31m/q.sql'
like 'sarif: brackets of a message are no links' \
	"$(jq -r '.runs[0].results[].message.text' sarif)" 'a\\\]b<i>c'
is 'sarif: fingerprints' "$(jq -r '.runs[0].results[].partialFingerprints
	| .primaryLocationLineHash' sarif | grep -cE '^[0-9a-f]{16}:1$')" 5
is 'sarif: who breaks is a related location' \
	"$(jq -r '.runs[0].results[].relatedLocations[]?
		.logicalLocations[].fullyQualifiedName' sarif)" \
	file:other/report.sql

# --- limits -------------------------------------------------------------------

python3 - >api/many.py <<'END'
print("import db")
for i in range(5200):
    print('def f%d(): db.query("SELECT id FROM t%d")' % (i, i))
END
git -C api add -A
git -C api commit -q -m many
run unmoor check --base main --map unmoor.db --format sarif api
printf '%s\n' "$out" >sarif
is 'sarif: no more results than GitHub shows' \
	"$(jq '.runs[0].results | length' sarif)" 5000
is 'sarif: what is left out is the least of it, and said' \
	"$(jq -r '.runs[0] | .results[0].level,
		.invocations[0].toolExecutionNotifications[0].message.text' sarif |
		sed 's/, for.*//')" "error
205 more findings are left out"
ok 'sarif: and less than 10 MB' test "$(wc -c <sarif)" -lt 10000000
run unmoor check --base main --map unmoor.db --format markdown api
ok 'markdown: no more than a comment takes' test "${#out}" -lt 65536
like 'markdown: what is left out is counted' "$out" \
	'^[0-9]+ more are not shown here\.$'

fails 'a format that there is not' 2 unmoor check --base main --format xml api
done_testing
