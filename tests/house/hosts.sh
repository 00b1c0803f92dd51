# No file names a package registry's host, a path of the machine that it was
# written on, or a download address.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root" || exit 1

hosts='registry[.]npmjs|registry[.]yarnpkg|(deb|security)[.]debian[.]org'
hosts="$hosts|pypi[.]org|pythonhosted[.]org|static[.]crates[.]io"
hosts="$hosts|proxy[.]golang[.]org|repo1?[.]maven|pkg[.]dev"
is 'no registry host' "$(our_files | xargs -r grep -nIE "$hosts")" ''
paths='/wor[k]/(main|wt|shared|steering)|/far[m]/|/tm[p]/unmoor/|/var/tm[p]/bare'
is 'no path of a machine' "$(our_files | xargs -r grep -nIE "$paths")" ''
done_testing
