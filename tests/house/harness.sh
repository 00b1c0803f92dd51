# The test harness itself: what must fail fails, and is counted.
. "$(dirname "$0")/../cli/tap.sh"

# case NAME EXPECTED - a golden case whose cmd prints its input.
golden_case() {
	mkdir -p "golden/area/$1"
	echo "$1" >"golden/area/$1/input"
	printf %b "$2" >"golden/area/$1/expected"
}
mkdir -p golden/area
cp "$root/tests/golden/run.sh" golden/
echo 'cat input; [ ! -e fail ] || exit 4' >golden/area/cmd
golden_case right 'right\n'
golden_case wrong 'else\n'
golden_case failing 'failing\nexit status 4\n'
touch golden/area/failing/fail
golden_case bug 'else\n'
echo 'says else' >golden/area/bug/known-bug
golden_case fixed 'fixed\n'
echo 'is fixed' >golden/area/fixed/known-bug
mkdir golden/area/forgotten

run sh golden/run.sh
is 'golden cases end as they should' "$out" "not ok 1 - golden/area/bug # TODO says else
ok 2 - golden/area/failing
not ok 3 - golden/area/fixed
not ok 4 - golden/area/forgotten
ok 5 - golden/area/right
not ok 6 - golden/area/wrong
1..6"
like 'a case that differs shows how' "$err" '^# -else$'
like 'a fixed bug is reported' "$err" 'golden/area/fixed passes: remove'
run sh golden/run.sh golden/area/right
is 'one case can be run alone' "$out" 'ok 1 - golden/area/right
1..1'
run sh golden/run.sh --bless golden/area/wrong
like 'bless shows what it accepts' "$out" '^\+wrong$'
is 'bless accepts' "$(cat golden/area/wrong/expected)" wrong
golden_case new ''
rm golden/area/new/expected
run sh golden/run.sh --bless golden/area/new
is 'bless accepts a new case' "$(cat golden/area/new/expected)" new

# program NAME LINE... - a TAP program.
program() {
	name=$1
	shift
	printf '%s\n' "$@" >"$name.sh"
}
program good 'echo "ok 1 - a"; echo "ok 2 - b # SKIP no reason"; echo 1..2'
program bug 'echo "not ok 1 - a # TODO later"; echo "ok 2 - b"; echo 1..2'
program bad 'echo "not ok 1 - a"; echo 1..1'
program short 'echo "ok 1 - a"; echo 1..3'
program dies 'echo "ok 1 - a"; echo 1..1; exit 9'
program unplanned 'echo "ok 1 - a"'
program silent ':'
program none 'echo "1..0 # SKIP nothing here"'
count() {
	rm -f summary
	perl "$root/tests/prove.pl" label summary "$@" >/dev/null 2>&1
	sed -n 's/^label //p' summary
}
is 'what passes is counted, and what is skipped' "$(count good.sh)" '1 0 1'
is 'a known bug is none of it' "$(count bug.sh)" '1 0 0'
is 'a program without tests is skipped' "$(count none.sh)" '0 0 1'
is 'a stage without tests is skipped' "$(count)" '0 0 1'
is 'what fails is counted' "$(count bad.sh)" '0 1 0'
is 'a missing test is a failure' "$(count short.sh)" '1 1 0'
is 'a status is a failure' "$(count dies.sh)" '1 1 0'
is 'no plan is a failure' "$(count unplanned.sh)" '1 1 0'
is 'no output is a failure' "$(count silent.sh)" '0 1 0'

run sh -c ". '$root/tests/cli/tap.sh'; ok a false; is b 1 2; like c x y;
	unlike d x x; fails e 1 true; skip f g; done_testing" \
	"$root/tests/cli/x.sh"
is 'the checks of tap.sh fail' "$(echo "$out" | grep -c '^not ok')" 5
done_testing
