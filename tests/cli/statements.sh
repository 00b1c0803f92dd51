# statements: what servers have seen, matched with the statements of code.
. "$(dirname "$0")/tap.sh"

# evidence SOURCE PATH LINE VIA FINGERPRINT OPERATION
evidence() {
	printf '{"source":"%s","path":%s,"line":%s,"end_line":%s,"via":"%s",' \
		"$1" "$2" "$3" "$3" "$4"
	[ -z "$5" ] || printf '"statement":"%s",' "$5"
	printf '"scope":"main","operations":["%s"],"columns":[],' "$6"
	printf '"confidence":"certain"}'
}

# edge FROM TO KIND OPERATION EVIDENCE
edge() {
	printf '{"from":"%s","to":"%s","kind":"%s","operations":["%s"],' \
		"$1" "$2" "$3" "$4"
	printf '"columns":[],"confidence":"certain","evidence":[%s]}' "$5"
}

# statement PART NAME CALLS QUERY ROLE
statement() {
	printf '{"id":"statement:shop/%s","kind":"statement","name":"%s",' \
		"$1" "$2"
	printf '"parts":["%s"],"source":"shop","bound":true,"owner":[],' "$1"
	printf '"attributes":{"calls":"%s","query":"%s","role":"%s"}}' \
		"$3" "$4" "$5"
}

# node ID SOURCE NAME
node() {
	printf '{"id":"%s","kind":"%s","name":"%s","parts":["%s"],' \
		"$1" "${1%%:*}" "$3" "$3"
	printf '"source":"%s","bound":true,"owner":[],"attributes":{}}' "$2"
}

f=function:api/app.py#
cat >map.json <<END
{"unmoor":{"format":1,"version":"0.1.0"},
"sources":[
{"id":"api","kind":"git","location":"api","revision":"1","stale":false},
{"id":"shop","kind":"postgresql","location":"shop","revision":"1","stale":false}],
"nodes":[
$(node "${f}dead" api dead),
$(node "${f}list" api list),
$(node "${f}save" api save),
$(statement 00000000000000aa aa 5 'SELECT total FROM orders WHERE id = ?' app),
$(statement 00000000000000bb bb 900 'SELECT email FROM people' bi),
$(statement 00000000000000cc cc 70 'UPDATE orders SET paid = ?' app),
$(node table:shop/public.orders shop public.orders),
$(node table:shop/public.people shop public.people)],
"edges":[
$(edge "${f}dead" table:shop/public.orders reads select \
	"$(evidence api '"app.py"' 30 sql 00000000000000dd select)"),
$(edge "${f}list" table:shop/public.orders reads select \
	"$(evidence api '"app.py"' 3 sql 00000000000000aa select)"),
$(edge "${f}save" table:shop/public.orders writes update \
	"$(evidence api '"app.py"' 9 orm '' update)"),
$(edge statement:shop/00000000000000aa table:shop/public.orders reads select \
	"$(evidence shop null 1 seen 00000000000000aa select)"),
$(edge statement:shop/00000000000000bb table:shop/public.people reads select \
	"$(evidence shop null 1 seen 00000000000000bb select)"),
$(edge statement:shop/00000000000000cc table:shop/public.orders writes update \
	"$(evidence shop null 1 seen 00000000000000cc update)")],
"blind_spots":[]}
END
unmoor import map.json 2>"$tap_folder/err" || diag "$(cat "$tap_folder/err")"

is 'the most called first, each with who sends it' "$(unmoor statements)" \
"$(cat <<'END'
3 statements were seen: 1 explained by code, 1 possibly, 1 unexplained
1 statement of code was never seen

role  host  calls  code         statement
bi    -       900  unexplained  SELECT email FROM people
  reads shop/public.people
app   -        70  possibly     UPDATE orders SET paid = ?
  writes shop/public.orders
  perhaps by function api/save, owner none
app   -         5  explained    SELECT total FROM orders WHERE id = ?
  reads shop/public.orders
  sent by function api/list, owner none
END
)"
is 'readers that nobody counted' "$(unmoor statements --unexplained | tail -n 2)" \
'bi    -       900  unexplained  SELECT email FROM people
  reads shop/public.people'
is 'of one role' "$(unmoor statements --role app | grep -c '^app ')" 2
is 'code that was never seen' "$(unmoor statements --unseen | tail -n 1)" \
	'never seen: api/dead, app.py:30'
is 'as a part of the map' "$(unmoor statements --json |
	jq -r '.nodes[] | select(.kind == "statement") |
		"\(.name) \(.attributes.explained) \(.attributes.explained_by)"')" \
"aa certain ${f}list
bb none null
cc possible ${f}save"
unmoor statements --json >part.json
ok 'which the schema allows' python3 "$root/tests/cli/map/validate.py" \
	"$root/docs/map.schema.json" part.json
fails 'an argument' 2 unmoor statements orders
fails 'an unknown source' 2 unmoor statements --source nowhere

# prints QUERY... - how many fingerprints they have as statements of a server.
prints() {
	for query; do
		jq -nc --arg q "$query" '{query: $q, role: "app", calls: 1}'
	done | unmoor facts --language statements --dialect mysql - |
		jq -r '.statement.fingerprint' | sort -u | wc -l
}
is 'digests of MySQL are what code sends' "$(prints \
	'SELECT `id` FROM `orders` WHERE `x` IN (...) LIMIT ?' \
	'select id from orders where x in (%s, %s) limit 10')" 1
is 'rows of values, too' "$(prints \
	'INSERT INTO `t` ( `a` , `b` ) VALUES (...) /* , ... */' \
	'insert into t (a, b) values (%s, %s)')" 1
is 'normalized statements of PostgreSQL are' "$(prints \
	'SELECT id FROM orders WHERE x = $1 AND y = $2' \
	"select id  from orders where x = 'a' and y = :y")" 1

unmoor import --map empty.db "$root/tests/cli/map/estate.json" 2>/dev/null
like 'that nothing was seen is said' "$(unmoor statements --map empty.db)" \
	'no source of this map tells'
done_testing
