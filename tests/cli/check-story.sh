# docs/check.md: the pull request on the example, as it is shown there. That
# line 66 is the one with the table's name was read from the patch by hand.
. "$(dirname "$0")/tap.sh"

cp -R "$root/examples" estate
cd estate || exit 1
unmoor scan >/dev/null
printf 'policy:\n  frozen: [public.orders]\n' >backoffice/unmoor.yaml
git -C backoffice init -q -b main
git -C backoffice add -A
git -C backoffice commit -q -m base
git -C backoffice checkout -q -b late-orders
git -C backoffice apply "$root/examples/pull-request.patch"
git -C backoffice add -A
git -C backoffice commit -q -m 'late orders'

like 'line 66 names the table' "$(sed -n 66p backoffice/desk/orders.py)" \
	'"  FROM orders"$'
sed -n '/^```console$/,/^```$/p' "$root/docs/check.md" >shown
is 'the document shows one command' "$(grep -c '^[$] ' shown)" 1
run sh -c "$(sed -n 's/^[$] //p' shown)"
is 'a reader of a frozen table fails the check' "$status" 1
is 'and what is shown is what is printed' \
	"$(printf '%s\n' "$out" | sed '$d')" "$(sed '/^```/d;/^[$]/d;/^…/d' shown)"
like 'with a count at the end' "$out" '^2 findings: 2 errors; '
is 'in JSON, the places' "$(unmoor check --base main --map unmoor.db \
	--format json backoffice | jq -r '.findings[] | "\(.path):\(.line)"')" \
	"desk/orders.py:66
migrations/0021_drop_amount_eur.sql:2"

git -C backoffice checkout -q main
git -C backoffice checkout -q -b tidy
git -C backoffice mv desk/orders.py desk/counter.py
sed -i '1i# tidied' backoffice/desk/stats.py
git -C backoffice commit -q -a -m tidy
run unmoor check --base main --map unmoor.db backoffice
is 'a pull request that only moves code passes' "$status" 0
unlike 'and finds nothing' "$out" 'error|warning'

sed -n '/^policy:/,/^```$/p' "$root/docs/check.md" | sed '/^```/d' \
	>backoffice/unmoor.yaml
git -C backoffice checkout -q main -- desk
git -C backoffice commit -q -a -m policy
run unmoor check --base HEAD --map unmoor.db --today 2027-03-31 backoffice
is 'the policy of the document is one that can be read' "$status" 0
done_testing
