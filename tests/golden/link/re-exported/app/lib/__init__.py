from .sql import ALL_ORDERS
