#!/bin/sh
psql shop <<SQL
DELETE FROM orders WHERE id < 0;
SQL
