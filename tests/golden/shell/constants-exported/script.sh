export ORDERS_SQL="SELECT a FROM orders"
readonly TABLE=shop.items
API_TOKEN=abc
