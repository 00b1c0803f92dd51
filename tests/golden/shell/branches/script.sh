case $1 in
old) t=orders_old ;;
*) t=orders ;;
esac
psql -c "SELECT a FROM $t"
