SELECT a FROM {{ ref('orders', v=2) }};
SELECT a FROM {{ ref("orders", version = 1) }};
