#!/bin/sh
# The steps of the Makefile that are more than one command:
#
#   build.sh scm FOLDER FILE.scm...        embeds queries: FOLDER/scm.h, scm.c
#   build.sh analyzers-id LIBRARY...       prints a header with ANALYZERS_ID
#                                          and LINKER_ID
#   build.sh libclang                      prints the flags to compile with the
#                                          newest libclang >= 14; nothing where
#                                          there is none
#   build.sh grammar MODULES NAME OUT CC FLAGS   compiles a grammar into OUT
#   build.sh notices MODULES FOLDER NAME...   copies the notices of what is compiled in
set -eu

# The C name of a file: its base name, everything odd turned to "_".
c_name() {
	basename "$1" .scm | tr -c 'A-Za-z0-9\n' _
}

scm() {
	folder=$1
	shift
	{
		echo '/* Generated from analyzers/code/languages/. */'
		echo '#ifndef GEN_SCM_H'
		echo '#define GEN_SCM_H'
		echo '#include <stddef.h>'
		for file; do
			name=$(c_name "$file")
			echo "extern const char scm_${name}[];"
			echo "extern const size_t scm_${name}_size;"
		done
		echo '#endif'
	} >"$folder/scm.h"
	{
		echo '#include "scm.h"'
		for file; do
			name=$(c_name "$file")
			echo "const char scm_${name}[] = {"
			od -An -v -tx1 "$file" | sed 's/ \(..\)/0x\1,/g'
			echo '0};'
			echo "const size_t scm_${name}_size ="
			echo "	sizeof(scm_$name) - 1;"
		done
	} >"$folder/scm.c"
}

analyzers_id() {
	id=$({
		find analyzers -name node_modules -prune -o -type f \
			! -name '*.md' -print | sort | xargs -r sha256sum
		for name in blind_spot fact kinds scope text; do
			find graph -name "$name.[ch]"
		done | sort | xargs -r sha256sum
		for library; do
			echo "$library $(pkg-config --modversion "$library")"
		done
		libclang
	} | sha256sum | cut -c 1-16)
	echo '/* Generated: changes whenever a fact could change. */'
	echo "#define ANALYZERS_ID \"$id\""
	id=$(find graph -name '*.[ch]' | sort | xargs -r sha256sum |
		sha256sum | cut -c 1-16)
	echo '/* Changes whenever equal facts could be linked otherwise. */'
	echo "#define LINKER_ID \"$id\""
}

# Folders in which an LLVM may be installed, the newest first: as each
# llvm-config says, and where distributions put them side by side.
llvm_folders() {
	{
		for folder in $(echo "$PATH" | tr : ' '); do
			for config in "$folder"/llvm-config*; do
				[ ! -x "$config" ] ||
					echo "$("$config" --version) $("$config" --prefix)"
			done
		done
		for folder in /usr/lib/llvm-* /usr/lib/llvm* /usr/local /usr; do
			[ ! -e "$folder/include/clang-c/Index.h" ] ||
				echo "$(expr "$folder" : '[^0-9]*\([0-9]*\)') $folder"
		done
	} | sort -rn | sed 's/^[^ ]* //' | awk '!seen[$0]++'
}

# The library is loaded by its own name when it is needed, never linked.
libclang() {
	for folder in $(llvm_folders); do
		index=$folder/include/clang-c/Index.h
		[ -e "$index" ] || continue
		# 0.62 is that of LLVM 13 and 14; clang_Cursor_getVarDeclInitializer
		# came before it.
		minor=$(sed -n 's/^#define CINDEX_VERSION_MINOR //p' "$index")
		[ "${minor:-0}" -ge 62 ] || continue
		for file in "$folder"/lib/libclang.so "$folder"/lib64/libclang.so \
			"$folder"/lib/*/libclang.so "$folder"/lib/libclang-*.so; do
			[ -e "$file" ] || continue
			name=$(readelf -d "$file" |
				sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
			[ -n "$name" ] || continue
			echo "-isystem $folder/include -DLIBCLANG_FILE=$name"
			return
		done
	done
}

# The package of a grammar: name -> tree-sitter-name; what follows a "/" stays.
package() {
	case $1 in
	@*) echo "$1" ;;
	*) echo "tree-sitter-$1" ;;
	esac
}

# Grammars are generated C: no warnings of ours, and no -g, their parse tables
# are large.
grammar() {
	folder=$1/$(package "$2")/src out=$3 cc=$4 flags=$5
	abi=$(sed -n 's/^#define LANGUAGE_VERSION //p' "$folder/parser.c")
	case $abi in
	13 | 14) ;;
	*)
		echo "grammar $2 has ABI $abi; tree-sitter 0.20 reads 13 and 14:" \
			"pin an older version in package.json" >&2
		exit 1
		;;
	esac
	objects=${out%.a}
	rm -rf "$objects" "$out"
	mkdir -p "$objects"
	"$cc" -std=c11 -O2 -w -I"$folder" -c -o "$objects/parser.o" \
		"$folder/parser.c"
	# shellcheck disable=SC2086 # flags
	[ ! -e "$folder/scanner.c" ] || "$cc" -std=c11 -O2 -w $flags \
		-I"$folder" -c -o "$objects/scanner.o" "$folder/scanner.c"
	ar rcs "$out" "$objects"/*.o
}

notices() {
	modules=$1 folder=$2
	shift 2
	for name; do
		package=$(package "${name%%/*}")
		case $name in @*) package=$name ;; esac
		install -m 644 "$modules/$package/LICENSE" \
			"$folder/$(echo "$package" | tr -d @ | tr / -).txt"
	done
	sed -n '1,/\*\//p' /usr/include/jsmn.h >"$folder/jsmn.txt"
}

step=$1
shift
case $step in
scm) scm "$@" ;;
analyzers-id) analyzers_id "$@" ;;
libclang) libclang ;;
grammar) grammar "$@" ;;
notices) notices "$@" ;;
*)
	echo "build.sh: unknown step $step" >&2
	exit 2
	;;
esac
