for t in orders items; do
	psql -c "DELETE FROM $t"
done
