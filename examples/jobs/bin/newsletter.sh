#!/bin/sh
# Hands the addresses of the weekly letter to the mailer.
set -eu

mysql --batch --skip-column-names \
	-e "SELECT email FROM shoppers WHERE newsletter = 'weekly'" quillmere_shop |
	/usr/local/bin/send-letter --template weekly
