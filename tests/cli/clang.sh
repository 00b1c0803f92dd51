# The deep pass over C and C++: when it runs, what it may read, what ends it.
. "$(dirname "$0")/tap.sh"

# readers OBJECT - who surely reads it, with the lines and how they were found.
readers() {
	unmoor readers --json "$1" 2>/dev/null | jq -r '.edges[]
		| select(.kind == "reads") as $e | $e.evidence[]
		| select(.confidence != "possible")
		| "\($e.from) \(.line) \(.via)"' | sort
}

# scan_deep FOLDER [OPTION...] - a new map of the folder, with the deep pass.
scan_deep() {
	rm -f unmoor.db
	folder=$1
	shift
	run timeout -s KILL 100 unmoor scan --clang "$@" "src=$folder"
}

# scan_crash - as scan_deep, where libclang overflows its stack: a report of
# the sanitizers is what we want, and lies here.
scan_crash() {
	kept=${ASAN_OPTIONS-}
	[ -z "$kept" ] || ASAN_OPTIONS=$kept:log_path=$PWD/report
	scan_deep "$@"
	[ -z "$kept" ] || ASAN_OPTIONS=$kept
}

blind() {
	unmoor blind --json | jq -r '.blind_spots[]
		| "\(.path):\(.line) \(.reason) \(.detail // "")"'
}

# unit FOLDER INCLUDE... - a unit whose table only a macro behind the includes
# tells: it is read if the rest of the unit survives the includes.
unit() {
	mkdir -p "$1/src" "$1/include"
	echo '#define TABLE(x) #x' >"$1/include/tables.h"
	{
		for include in "$@"; do
			[ "$include" = "$1" ] || echo "$include"
		done
		echo '#include "tables.h"'
		echo 'void list(PGconn *c)'
		echo '{'
		echo '	PQexec(c, "SELECT a FROM " TABLE(users));'
		echo '}'
	} >"$1/src/list.c"
}

# --- when it runs ---------------------------------------------------------

unit plain
run unmoor scan src=plain
is 'without being asked there is none' "$(readers users)" ''
scan_deep plain
is 'with --clang a macro of a header has its value' "$(readers users)" \
	'function:src/src/list.c#list 4 clang'
printf 'clang: true\nsources:\n  src: plain\n' >unmoor.yaml
rm unmoor.db
run unmoor scan
is 'unmoor.yaml can ask for it' "$(readers users)" \
	'function:src/src/list.c#list 4 clang'
printf 'clang: perhaps\nsources:\n  src: plain\n' >unmoor.yaml
run unmoor scan
is 'and says true or false' "$status" 2
like 'with its line' "$err" 'unmoor.yaml:1: "clang" is true or false'
rm unmoor.yaml

cp -r plain commands
mkdir commands/build
cat >commands/src/list.c <<'END'
#include <tables.h>
#ifdef ARCHIVE
void list(PGconn *c) { PQexec(c, "SELECT a FROM " TABLE(users)); }
#else
void list(PGconn *c) { PQexec(c, "SELECT a FROM " TABLE(current)); }
#endif
END
mkdir commands/other
echo '#define TABLE(x) "wrong"' >commands/other/tables.h
cat >commands/build/compile_commands.json <<'END'
[{"directory": "/home/someone/commands/build", "file": "../src/list.c",
  "command": "cc -DARCHIVE -I../include -I /etc -include /dev/zero -o x.o -c ../src/list.c"}]
END
rm unmoor.db
run timeout -s KILL 100 unmoor scan src=commands
is 'a compile_commands.json asks for it, and gives flags' "$(readers users)" \
	'function:src/src/list.c#list 3 clang'
is 'what is not compiled is not looked at' "$(readers current)" ''
rm commands/build/compile_commands.json
run unmoor scan src=commands
is 'when it is gone, so is what it gave' "$(readers users)" ''

# --- what it may read -----------------------------------------------------

unit zero '#include "/dev/zero"' '#include </dev/zero>' \
	'#include "../../../../../../../../../../../../dev/zero"' \
	'#define ZERO "/dev/zero"' '#include ZERO' '%:include "/dev/zero"' \
	'#inc\' 'lude "/dev/zero"' '#include_next "/dev/zero"' \
	'#import "/dev/zero"' '#pragma GCC dependency "/dev/zero"' \
	'_Pragma("GCC dependency \"/dev/zero\"");' \
	'#if __has_include("/dev/zero")' '#endif'
scan_deep zero
is '/dev/zero is never read, however it is named' "$(readers users)" \
	'function:src/src/list.c#list 18 clang'

unit pipe '#include "fifo.h"'
mkfifo pipe/include/fifo.h "$PWD/outside.h"
sed -i "1i#include \"$PWD/outside.h\"" pipe/src/list.c
scan_deep pipe
is 'a pipe is never opened, inside or outside' "$(readers users)" \
	'function:src/src/list.c#list 6 clang'

mkdir secret
echo '#define STOLEN "SELECT a FROM stolen"' >secret/s.h
unit outside '#include "../../secret/s.h"' "#include \"$PWD/secret/s.h\"" \
	'#include "link.h"'
ln -s "$PWD/secret/s.h" outside/include/link.h
echo 'void steal(PGconn *c) { PQexec(c, STOLEN); }' >>outside/src/list.c
scan_deep outside
is 'a header outside of the source is none' "$(readers stolen)" ''
is 'nor is one behind a link' "$(readers users)" \
	'function:src/src/list.c#list 7 clang'
unmoor export --format json >map.json
unlike 'no path of this machine is in the map' "$(cat map.json)" "$PWD"

# --- what ends it ---------------------------------------------------------

unit circle '#include "a.h"'
printf '#include "b.h"\n#include "b.h"\n' >circle/include/a.h
printf '#include "a.h"\n#include "a.h"\n#include "b.h"\n' >circle/include/b.h
scan_deep circle
is 'headers that include each other end' "$(readers users)" \
	'function:src/src/list.c#list 5 clang'

unit missing '#include "gone.h"' '#include <libpq-fe.h>'
scan_deep missing
is 'a header that is not there is passed over' "$(readers users)" \
	'function:src/src/list.c#list 6 clang'

unit large '#include "large.h"'
{
	echo '#define LATE "SELECT a FROM late"'
	head -c 67000000 /dev/zero | tr '\0' ' '
} >large/include/large.h
scan_deep large
is 'a header of 64 MB is left out' "$(readers users)" \
	'function:src/src/list.c#list 5 clang'
like 'which is said' "$(blind)" 'src/list.c:1 too-large include/large.h'

unit broken
echo '[{"directory": "/x", "file": ' >broken/compile_commands.json
rm -f unmoor.db
run timeout -s KILL 100 unmoor scan src=broken
is 'a broken compile_commands.json gives no flags' "$(readers users)" \
	'function:src/src/list.c#list 4 clang'
like 'and is one blind spot' "$(blind)" \
	'^compile_commands.json:1 unreadable-text'

unit errors
i=0
while [ $i -lt 5000 ]; do
	echo "unknown_$i what_$i(how_$i *x) { undeclared_$i(] } } ;"
	i=$((i + 1))
done >errors/include/errors.h
sed -i '1i#include "errors.h"' errors/src/list.c
scan_deep errors
is 'thousands of errors stop nothing' "$(readers users)" \
	'function:src/src/list.c#list 5 clang'

unit crash '#include "deep.h"'
{
	echo 'int deep ='
	head -c 2000000 /dev/zero | tr '\0' '-' | sed 's/--/-\n/g'
	echo '1;'
} >crash/include/deep.h
echo 'void plain(PGconn *c) { PQexec(c, "SELECT a FROM orders"); }' \
	>>crash/src/list.c
unit crash/other
scan_crash crash
is 'the scan survives a crash of the library' "$status" 0
like 'which is one blind spot' "$(blind)" \
	'^src/list.c:1 analyzer-crashed in the deep pass'
is 'what the first pass found stays' "$(readers orders)" \
	'function:src/src/list.c#plain 7 sql'
is 'and other units have their deep pass' "$(readers users)" \
	'function:src/other/src/list.c#list 4 clang'

# --- what changes ---------------------------------------------------------

# same_as_cold NAME - the map of `plain` is what a new scan makes.
same_as_cold() {
	unmoor export --format json >warm.json
	unmoor scan --clang --map cold.db src=plain >/dev/null
	unmoor export --map cold.db --format json >cold.json
	ok "$1: as a cold scan" cmp warm.json cold.json
	rm cold.db
}
scan_deep plain
run unmoor scan --clang src=plain
is 'nothing has changed' "$out" 'unmoor.db: nothing has changed'
echo '#define TABLE(x) "other_" #x' >plain/include/tables.h
run unmoor scan --clang src=plain
is 'a changed header compiles its units again' "$(readers other_users)" \
	'function:src/src/list.c#list 4 clang'
same_as_cold 'changed header'
echo '#define TABLE(x) "near_" #x' >plain/src/tables.h
run unmoor scan --clang src=plain
is 'so does one that comes to lie nearer' "$(readers near_users)" \
	'function:src/src/list.c#list 4 clang'
same_as_cold 'new header'
rm plain/src/tables.h plain/include/tables.h
run unmoor scan --clang src=plain
is 'and one that goes' "$(readers near_users)" ''
same_as_cold 'no header'
run unmoor scan src=plain
unmoor export --format json >off.json
unmoor scan --map cold.db src=plain >/dev/null
unmoor export --map cold.db --format json >cold.json
ok 'without --clang the map is as without' cmp off.json cold.json

mkdir many
cp -r zero outside errors crash many
scan_crash many -j 1
unmoor export --format json >one.json
scan_crash many -j 3
unmoor export --format json >three.json
ok 'three workers make the map that one makes' cmp one.json three.json

unit revision
(cd revision && git init -q -b main . && git add -A && git commit -qm c)
echo '#define TABLE(x) "later"' >revision/include/tables.h
scan_deep revision@main
is 'headers of a repository are those of its revision' "$(readers users)" \
	'function:src/src/list.c#list 4 clang'
done_testing
