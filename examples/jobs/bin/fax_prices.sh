#!/bin/sh
# Sends the price list to everybody with a fax.
for number in $(psql -X -At -c "SELECT fax FROM customers WHERE fax IS NOT NULL"); do
	sendfax -n -d "$number" /srv/quillmere/prices.ps
done
