# Texts that are no good input: each is read as far as it goes or is a blind
# spot, and the texts beside it are read as ever.
. "$(dirname "$0")/tap.sh"

# The blind spots of a path, by reason.
spots() {
	unmoor blind --json | jq -r --arg path "$1" \
		'[.blind_spots[] | select(.path == $path) | .reason] |
		unique | join(" ")'
}

readers() {
	unmoor readers --json "$1" 2>/dev/null |
		jq -r '[.edges[].from] | unique | join(" ")'
}

mkdir f
echo 'SELECT id FROM beside;' >f/m.sql

printf 'SELECT \000 FROM nul;' >f/binary.sql
: >f/empty.sql
: >f/empty.py
printf 'SELECT gr\366\337e FROM latin;\n' >f/latin.sql
printf 'db.execute("SELECT gr\366\337e FROM latin")\n' >f/latin.py
printf '\377\376' >f/wide.sql
printf 'SELECT id FROM wide;\n' | iconv -f UTF-8 -t UTF-16LE >>f/wide.sql
printf '\357\273\277SELECT id FROM marked;\n' >f/marked.sql
printf 'SELECT a FROM crlf;\r\nSELECT b\r\nFROM crlf_too;\r\n' >f/crlf.sql
{
	echo 'version https://git-lfs.github.com/spec/v1'
	echo 'oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca'
	echo 'size 12345'
} >f/pointer.sql
{
	printf 'SELECT '
	yes 'a_longish_column_name,' | head -n 500000 | tr -d '\n'
	echo 'b FROM one_line;'
} >f/one_line.sql
{
	printf 'x = ['
	yes '"a string of some length",' | head -n 400000 | tr -d '\n'
	echo ']; db.execute("SELECT a FROM one_line_of_python")'
} >f/one_line.py
{
	printf 'SELECT '
	yes '(' | head -n 1000000 | tr -d '\n'
	yes ')' | head -n 1000000 | tr -d '\n'
	echo ' FROM deep;'
	echo 'SELECT a FROM behind_deep;'
} >f/deep.sql
{
	printf 'db.execute("SELECT a FROM deep_python"); x = '
	yes '(' | head -n 1000000 | tr -d '\n'
	yes ')' | head -n 1000000 | tr -d '\n'
	echo
} >f/deep.py
{
	echo 'SELECT a FROM huge;'
	yes -- '-- nothing at all, over and over again' | head -c 104857600
} >f/huge.sql
{
	echo '<!DOCTYPE jasperReport [<!ENTITY e0 "FROM bomb ">'
	for i in 1 2 3 4 5 6 7 8 9; do
		e="&e$((i - 1));"
		echo "<!ENTITY e$i \"$e$e$e$e$e$e$e$e$e$e\">"
	done
	echo '<!ENTITY out SYSTEM "file:///etc/passwd">]>'
	echo '<jasperReport name="&e9;"><queryString>'
	echo 'SELECT a FROM beside_bomb WHERE b = "&e9;&out;"'
	echo '</queryString></jasperReport>'
} >f/bomb.jrxml
{
	echo '<jasperReport>'
	yes '<band>' | head -c 104857600
} >f/tags.jrxml
printf '\377\376' >f/wide.jrxml
printf '<?xml version="1.0" encoding="UTF-16"?>\n%s%s' '<jasperReport>' \
	'<queryString>SELECT a FROM wide_report</queryString></jasperReport>' |
	iconv -f UTF-8 -t UTF-16LE >>f/wide.jrxml
mkfifo f/pipe.sql
ln -s . f/loop
ln -s /etc/passwd f/link.sql
mkdir -p f/.git
mv f/.git f/inside && mkdir f/inside/.git && echo x >f/inside/.git/config
echo 'SELECT 1 FROM unreadable;' >f/unreadable.sql
chmod 0 f/unreadable.sql

run timeout 300 unmoor scan f
is 'the scan is done' "$status" 0
is 'a text beside is read' "$(readers beside)" 'file:f/m.sql'
is 'a binary file' "$(unmoor blind --json |
	jq -r '.blind_spots[] | select(.reason == "binary") | .detail')" '*.sql'
is 'an empty file has no blind spot' "$(spots empty.sql)$(spots empty.py)" ''
is 'bytes that are not UTF-8' "$(readers latin)" \
	'file:f/latin.py file:f/latin.sql'
is 'UTF-16' "$(readers wide)" 'file:f/wide.sql'
is 'a byte order mark' "$(readers marked)" 'file:f/marked.sql'
is 'line ends of Windows' "$(unmoor readers --json crlf_too |
	jq '.edges[].evidence[].line')" 3
is 'a pointer of Git LFS' "$(spots pointer.sql)" 'missing-blob'
is '10 MB on one line of SQL' "$(readers one_line)" 'file:f/one_line.sql'
like '10 MB on one line of Python is read, or too much' \
	"$(readers one_line_of_python)$(spots one_line.py)" \
	'^(file:f/one_line.py|too-large)$'
like '1,000,000 parentheses of SQL' "$(spots deep.sql)" \
	'^(too-deep|unreadable-sql)$'
is 'and what is behind them' "$(readers behind_deep)" 'file:f/deep.sql'
like '1,000,000 parentheses of Python' "$(spots deep.py)" \
	'^(too-deep|unreadable-text|analyzer-crashed)$'
is '100 MB' "$(spots huge.sql)" 'too-large'
is 'an entity bomb is one blind spot' "$(spots bomb.jrxml)" 'unreadable-text'
is 'and what is beside it is read' "$(readers beside_bomb)" \
	'report:f/bomb.jrxml'
is '100 MB of one tag' "$(spots tags.jrxml)" 'too-large'
is 'XML in UTF-16' "$(readers wide_report)" 'report:f/wide.jrxml'
is 'a pipe' "$(spots pipe.sql)" 'special-file'
is 'a loop of links' "$(spots loop)" 'special-file'
is 'a link is not followed' "$(spots link.sql)" 'special-file'
is 'what git keeps for itself is no text' "$(spots inside/.git/config)" ''
if [ "$(id -u)" = 0 ]; then
	skip 'a file that may not be read' 'root may read everything'
else
	is 'a file that may not be read' "$(spots unreadable.sql)" \
		'source-failed'
fi

# The same texts from a repository.
rm -r f/pipe.sql f/inside f/unreadable.sql
git -C f init -q && git -C f add . && git -C f commit -qm 1
run timeout 300 unmoor scan --map repo.db f
is 'a repository of them is scanned' "$status" 0
is 'and gives the same' "$(unmoor blind --map repo.db --json |
	jq -c '[.blind_spots[] | select(.path != null) | [.path, .reason]] |
	unique')" "$(unmoor blind --json |
	jq -c '[.blind_spots[] | select(.path != null and
	.path != "pipe.sql") | [.path, .reason]] | unique')"
done_testing
