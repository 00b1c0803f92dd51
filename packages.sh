#!/bin/sh
# Installs the packages that the given lists name and this machine lacks.
#
#   packages.sh LIST...
#
# Uses apt-get, with sudo unless root. No service is started: while packages
# are installed, policy-rc.d says no; it is put back as it was afterwards.
# With everything there it only asks dpkg, which takes no time.
set -eu

installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=$(
	sed 's/#.*//' "$@" | while read -r package command; do
		[ -n "$package" ] || continue
		[ -z "$command" ] || ! command -v "$command" >/dev/null || continue
		installed "$package" || echo "$package"
	done
)
[ -n "$missing" ] || exit 0
# shellcheck disable=SC2086 # one word a package
echo "packages.sh: installing" $missing >&2

if ! command -v apt-get >/dev/null; then
	echo "packages.sh: no apt-get here; install these by hand" >&2
	exit 1
fi
sudo=
if [ "$(id -u)" != 0 ]; then
	sudo=sudo
	command -v sudo >/dev/null || {
		echo "packages.sh: run as root, or install sudo" >&2
		exit 1
	}
fi

policy=/usr/sbin/policy-rc.d
saved=$policy.saved-by-unmoor

# Puts policy-rc.d back as it was; also what a killed run has left.
restore() {
	if [ -e "$saved" ]; then
		$sudo mv -f "$saved" "$policy"
	elif grep -qs 'unmoor: no service' "$policy"; then
		$sudo rm -f "$policy"
	fi
}
restore
trap restore EXIT
trap 'exit 130' INT TERM HUP
[ ! -e "$policy" ] || $sudo mv "$policy" "$saved"
printf '#!/bin/sh\n# unmoor: no service\nexit 101\n' |
	$sudo tee "$policy" >/dev/null
$sudo chmod 755 "$policy"

$sudo apt-get update -q >&2 ||
	echo "packages.sh: apt-get update failed; trying with the old lists" >&2
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
	-o DPkg::Lock::Timeout=300 --no-install-recommends $missing >&2
