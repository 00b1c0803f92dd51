# The lists of packages are sorted and hold nothing twice.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root" || exit 1

for list in packages.txt tests/packages.txt; do
	names=$(sed 's/#.*//' $list | awk 'NF { print $1 }')
	is "$list is sorted" "$names" "$(echo "$names" | LC_ALL=C sort -u)"
done
is 'no package is in both' "$(sed 's/#.*//' packages.txt tests/packages.txt |
	awk 'NF { print $1 }' | sort | uniq -d)" ''
done_testing
