# libclang is found wherever it is, and asked for where it is not.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root" || exit 1

run sh build.sh libclang
like 'the newest libclang is found' "$out" '-DLIBCLANG_FILE=libclang[-.0-9a-z]*[.]so'
unlike 'neither the Makefile nor build.sh names a version' \
	"$(grep -hE 'llvm|libclang' Makefile build.sh)" '(llvm|libclang)-?1[0-9]'
run make -n LIBCLANG= build/compile.flags
like 'without it the build says what is missing' "$out" \
	'libclang 14 or newer is missing'
fails 'and ends' 2 make LIBCLANG= B="$tap_folder/build" \
	"$tap_folder/build/compile.flags"
unlike 'the program does not load it by itself' \
	"$(ldd build/unmoor)" 'libclang|libLLVM'
done_testing
