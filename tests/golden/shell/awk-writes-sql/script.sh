awk -F, '{ print "INSERT INTO t VALUES (" $1 ");" }' list.csv | mysql shop
