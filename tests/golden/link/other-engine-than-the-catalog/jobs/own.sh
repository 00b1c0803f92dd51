#!/bin/sh
psql -c "SELECT id FROM orders" shop
