# The README of a folder names each of its files, so that a stranger finds the
# room for a new line from the READMEs alone.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root" || exit 1

our_files '*.c' '*.h' '*.def' '*.scm' '*.sh' '*.pl' |
	grep -E '^((scanner|analyzers|graph|output|cli)/|tests/([^/]*|house/[^/]*)$)' \
		>"$tap_folder/files"

# The names without suffix of a folder's files which its README leaves out.
left_out() {
	awk -v folder="$1" '
		index($0, folder "/") == 1 {
			name = substr($0, length(folder) + 2)
			if (name !~ /\// && sub(/\.[a-z]+$/, "", name))
				print name
		}' "$tap_folder/files" | sort -u | while read -r name; do
		grep -qw -e "$name" "$1/README.md" || echo "$name"
	done
}

for folder in $(sed 's:/[^/]*$::' "$tap_folder/files" | sort -u); do
	if [ -e "$folder/README.md" ]; then
		is "$folder/README.md names every file" "$(left_out "$folder")" ''
	else
		skip "$folder/README.md names every file" 'it is not written yet'
	fi
done
done_testing
