# check: exemptions of the policy and of the baseline, which can only shrink.
. "$(dirname "$0")/tap.sh"

# reader NAME TABLE - a function that reads the table.
reader() {
	printf '\n\ndef %s():\n    return db.query("SELECT id FROM %s")\n' \
		"$1" "$2"
}

commit() {
	git -C api add -A
	git -C api commit -q --allow-empty -m "$1"
}

# found [OPTION...] - "rule level path:line" of each finding.
found() {
	run unmoor check --base main --format json "$@" api
	echo "$out" | jq -r '.findings[] | "\(.rule) \(.level) \(.path):\(.line)"'
}

mkdir api
(echo 'import db' && reader first orders) >api/a.py
git -C api init -q -b main
commit one

# --- exemptions of the policy ------------------------------------------------

cat >api/unmoor.yaml <<'END'
policy:
  frozen: [orders]
  exemptions:
    - accessor: api/jobs/*
      object: orders
      operations: [select]
      reason: the last export of the year
      until: 2025-06-30
END
commit policy
git -C api checkout -q -b change
mkdir api/jobs
(echo 'import db' && reader export orders) >api/jobs/export.py
commit export
is 'an exemption holds a reader until its last day' \
	"$(found --today 2025-06-30)" ''
run unmoor check --base main --today 2025-06-30 api
is 'the check passes' "$status" 0
like 'and says what it has accepted, until when and why' "$out" \
	'^    until 2025-06-30: the last export of the year$'
is 'a day later it is a finding, and so is the exemption' \
	"$(found --today 2025-07-01)" \
	"closed-table error jobs/export.py:5
expired-exemption warning unmoor.yaml:4"
echo 'db.execute("DELETE FROM orders")' >>api/jobs/export.py
commit delete
is 'it holds only the operations that it names' \
	"$(found --today 2025-01-01)" 'closed-table error jobs/export.py:6'
run unmoor check --base main --today 2025-02-30 api
is 'a day that there is not' "$status" 2
git -C api checkout -q -f main

# --- writing a baseline ------------------------------------------------------

git -C api rm -q unmoor.yaml
commit 'no policy'
git -C api checkout -q -B change
(echo 'import db' && reader second orders && reader third customers) \
	>api/b.py
commit two
run unmoor check --base main --write-baseline api
is 'new exemptions need a reason and an end' "$status" 2
like 'which is said' "$err" '2 new exemptions need a reason and an end'
ok 'and nothing is written' test ! -e api/unmoor-baseline.yaml
run unmoor check --base main --write-baseline --reason 'old "debt"' \
	--until 2025-06-30 api
is 'with them it is written' "$status" 0
is 'and says what it did' "$out" \
	'unmoor-baseline.yaml: 2 entries; 2 new, 0 gone'
is 'in the form of an exemption' "$(sed 's/"[0-9a-f]\{32\}"/"..."/' \
	api/unmoor-baseline.yaml)" "$(cat <<'END'
# What unmoor check accepts for a time; each entry needs a reason and an end.
# Rewritten by unmoor check --write-baseline, which drops what is gone.
exemptions:
  - rule: "new-reader"
    fingerprint: "..."
    accessor: "function:api/b.py#third"
    object: "table:?/customers"
    operations: [select]
    reason: "old \"debt\""
    until: 2025-06-30
  - rule: "new-reader"
    fingerprint: "..."
    accessor: "function:api/b.py#second"
    object: "table:?/orders"
    operations: [select]
    reason: "old \"debt\""
    until: 2025-06-30
END
)"
commit baseline
is 'a baseline counts from the merge base on, not from head' \
	"$(found --today 2025-01-01)" \
	"new-reader warning b.py:5
new-reader warning b.py:9
configuration-changed note unmoor-baseline.yaml:0
baseline-grows note unmoor-baseline.yaml:4
baseline-grows note unmoor-baseline.yaml:11"

# The baseline is merged alone, as its owners agreed to it.
git -C api checkout -q -f main
git -C api checkout -q change -- unmoor-baseline.yaml
commit agreed
git -C api checkout -q change
git -C api merge -q -m main main
is 'once it is in main, the change passes' "$(found --today 2025-01-01)" ''
is 'until it expires' "$(found --today 2026-01-01)" \
	"new-reader warning b.py:5
new-reader warning b.py:9
expired-exemption warning unmoor-baseline.yaml:4
expired-exemption warning unmoor-baseline.yaml:11"

# --- what becomes of an entry ------------------------------------------------

git -C api checkout -q main
git -C api merge -q --ff-only change
git -C api checkout -q -B next
commit nothing
is 'entries whose readers are there are silent' \
	"$(found --today 2025-01-01)" ''
git -C api mv b.py c.py
commit renamed
is 'also when the file is renamed' "$(found --today 2025-01-01)" ''
git -C api reset -q --hard main
sed -i '/def third/,$d' api/b.py
commit removed
is 'an entry that nothing needs any more is reported' \
	"$(found --today 2025-01-01)" \
	'stale-exemption note unmoor-baseline.yaml:4'
run unmoor check --base main --today 2025-01-01 api
is 'which does not fail the change that removed the reader' "$status" 0
run unmoor check --base main --today 2025-01-01 --write-baseline api
is 'writing the baseline drops it' "$out" \
	'unmoor-baseline.yaml: 1 entries; 0 new, 1 gone'
is 'and keeps the other' "$(grep -c fingerprint api/unmoor-baseline.yaml)" 1
commit pruned
is 'a change that drops it itself is left alone' \
	"$(found --today 2025-01-01)" \
	'configuration-changed note unmoor-baseline.yaml:0'
sed -i 's/2025-06-30/2035-06-30/' api/unmoor-baseline.yaml
commit longer
is 'a change that makes an entry last longer is shown' \
	"$(found --today 2025-01-01 | sed 1d)" \
	'baseline-grows note unmoor-baseline.yaml:4'

# --- where it is, and what is wrong with it ----------------------------------

git -C api reset -q --hard main
printf 'exemptions:\n  - object: orders\n    reason: x\n' >broken.yaml
run unmoor check --base main --baseline broken.yaml api
is 'an entry without an end is an error' "$status" 2
like 'with its line' "$err" 'broken.yaml:2: an exemption needs an end'
run unmoor check --base main --baseline none.yaml api
is 'a baseline that is not there' "$status" 2
git -C api checkout -q -B bad
echo 'exemptions: 1' >api/unmoor-baseline.yaml
commit bad
is 'a change that breaks the baseline is an error' \
	"$(found --today 2025-01-01)" \
	'configuration-changed error unmoor-baseline.yaml:0'
mkdir api/ci
git -C api mv unmoor-baseline.yaml ci/known.yaml
git -C api checkout -q main -- unmoor-baseline.yaml
mv api/unmoor-baseline.yaml api/ci/known.yaml
echo 'check: {baseline: ci/known.yaml, source: shop}' >api/unmoor.yaml
commit moved
git -C api branch -q -f main
reader more orders >>api/b.py
commit more
is 'the configuration says where it is, and what the source is called' \
	"$(run unmoor check --base main --format json --today 2025-01-01 api
	echo "$out" | jq -r '.check | .baseline, .source')" \
	"2
shop"
done_testing
