#!/bin/sh
# Fetches MariaDB's own tests and the plugin that shows locks, of the version
# of the server that is installed, into FOLDER; does nothing when they are there.
#
#   mariadb-sources.sh FOLDER
set -eu
folder=$1
version=$(dpkg-query -W -f '${Version}' mariadb-server-core)
[ "$(cat "$folder/done" 2>/dev/null)" != "$version" ] || exit 0
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
for package in mariadb-test-data mariadb-server; do
	apt-get -q -o APT::Sandbox::User=root download "$package=$version"
done
dpkg-deb --fsys-tarfile mariadb-server_*.deb |
	tar -x --strip-components=5 ./usr/lib/mysql/plugin/metadata_lock_info.so
dpkg-deb --fsys-tarfile mariadb-test-data_*.deb |
	tar -x --strip-components=5 --wildcards \
		'./usr/share/mysql/mysql-test/main/*.test' \
		'./usr/share/mysql/mysql-test/main/*.inc' \
		'./usr/share/mysql/mysql-test/include/*.inc' \
		'./usr/share/mysql/mysql-test/std_data/*.dat' \
		'./usr/share/mysql/mysql-test/suite/*.test' \
		'./usr/share/mysql/mysql-test/suite/*.inc'
rm -f ./*.deb
echo "$version" >done
