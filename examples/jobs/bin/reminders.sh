#!/bin/bash
# Writes a letter for each overdue invoice and notes that it was written.
set -euo pipefail

out=${REMINDERS_DIR:-/srv/quillmere/letters}

psql -X -At -F ' ' -f sql/overdue.sql |
while read -r id level customer; do
	echo "Dear $customer, please select from your invoices the one that is due." \
		>"$out/$id-$level.txt"
	psql -X -q -c "INSERT INTO billing.reminders (invoice_id, level, sent_on)
		VALUES ($id, $level, CURRENT_DATE)"
done
