#!/bin/sh
mysql -e "SELECT id FROM orders" other
