#!/bin/sh
psql -h db.shop.example -U app -qAtc "SELECT id
FROM orders" -c 'DELETE FROM carts' shop
