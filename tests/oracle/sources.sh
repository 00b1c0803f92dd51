#!/bin/sh
# Fetches the source package that PostgreSQL's regression SQL comes in, into
# FOLDER, and unpacks that part of it; does nothing when it is there.
#
#   sources.sh FOLDER
#
# Takes the distribution's own archive: the package sources that apt has, as
# source packages, in a list of our own, so that the machine's stays as it is.
set -eu
folder=$1
[ ! -e "$folder/regress/done" ] || exit 0
mkdir -p "$folder/apt/lists/partial" "$folder/regress"
cd "$folder"
: >apt/sources.list
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
	[ ! -f "$list" ] || sed -n 's/^deb \(.*debian\.org.*\)/deb-src \1/p' "$list"
done >>apt/sources.list
mkdir -p apt/parts
for list in /etc/apt/sources.list.d/*.sources; do
	if grep -qs 'debian\.org' "$list"; then
		sed 's/^Types:.*/Types: deb-src/' "$list" >"apt/parts/${list##*/}"
	fi
done
set -- -o Dir::Etc::SourceList="$PWD/apt/sources.list" \
	-o Dir::Etc::SourceParts="$PWD/apt/parts" \
	-o Dir::State::lists="$PWD/apt/lists" -o Dir::Cache="$PWD/apt" \
	-o APT::Sandbox::User=root -q
apt-get "$@" update >apt/log 2>&1
# An archive may list a version that its mirror lacks: then the next one.
for version in $(apt-cache "$@" showsrc postgresql-15 2>>apt/log |
	sed -n 's/^Version: //p'); do
	if apt-get "$@" source --download-only "postgresql-15=$version" \
		>>apt/log 2>&1; then
		break
	fi
done
tar -xf postgresql-15_*.orig.tar.* --wildcards --strip-components=5 \
	-C regress '*/src/test/regress/sql/*.sql'
rm -f postgresql-15_*
touch regress/done
