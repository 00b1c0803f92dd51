# Every C file is formatted as .clang-format says.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root" || exit 1

check=clang-format-14
command -v $check >/dev/null || check=clang-format
our_code | grep '[.][ch]$' >"$tap_folder/files"
ok 'C files are formatted (make format)' \
	xargs -r "$check" --dry-run -Werror <"$tap_folder/files"
done_testing
