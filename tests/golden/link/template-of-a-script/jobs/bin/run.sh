#!/bin/sh
DB=shop
. /usr/share/jobs/lib.sh
sql "SELECT id FROM orders"
