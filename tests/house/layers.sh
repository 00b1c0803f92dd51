# Which folder may include which, and what only some folders may do.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root" || exit 1

our_code | grep -E '^(scanner|analyzers|graph|output|cli)/' \
	>"$tap_folder/files"

# Quoted and angled includes of ours; "x.h" without a folder is generated.
found=$(xargs -r awk '
	function allowed(from, to) {
		return from == to || from == "cli" ||
			(to == "graph" && from != "graph")
	}
	/^[ \t]*#[ \t]*include[ \t]*["<]/ {
		split(FILENAME, from, "/")
		line = $0
		sub(/^[^"<]*["<]/, "", line)
		sub(/[">].*/, "", line)
		n = split(line, to, "/")
		ours = to[1] ~ /^(scanner|analyzers|graph|output|cli|tests)$/
		if (line ~ /\.\./)
			why = "leaves its folder"
		else if (n > 1 && ours && !allowed(from[1], to[1]))
			why = from[1] "/ may not include " to[1] "/"
		else if ($0 ~ /"/ && !ours && !(n == 1 &&
		    line ~ /^(scm|analyzers_id)\.h$/))
			why = "is written from the root: \"graph/fact.h\""
		else
			next
		print FILENAME ":" FNR ": " line ": " why
	}' <"$tap_folder/files")
is 'includes keep the direction of the folders' "$found" ''

# Comments are dropped, so that they may name what code may not call.
calls() {
	grep -v "$1" "$tap_folder/files" | while read -r file; do
		sed 's://.*::; s:/\*.*\*/::; s:^ *\*.*::; s:^/\*.*::' "$file" |
			grep -nE "(^|[^A-Za-z0-9_>.])($2) *\\(" |
			sed "s|^|$file:|"
	done
}

is 'only cli/ prints or exits' "$(calls '^cli/' \
	'printf|vprintf|puts|putchar|perror|g_print|g_printf|g_printerr|exit')" ''
is 'nothing prints to a standard stream but cli/' "$(
	grep -v '^cli/' "$tap_folder/files" |
		xargs -r grep -nE 'f(printf|puts|putc|write)\(.*\bstd(out|err)\b')" ''
is 'no call without a bound or with a hidden state' "$(calls '^$' \
	'strcpy|strcat|sprintf|vsprintf|gets|strtok|ctime|asctime|alloca|setjmp')" ''
done_testing
