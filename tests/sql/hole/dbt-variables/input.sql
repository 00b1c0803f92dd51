{% set orders = ref('stg_orders') %}
{%- set shop = 'shop' -%}
SELECT o.a, c.b FROM {{ orders }} o JOIN {{ source(shop, 'customers') }} c ON c.id = o.id;
SELECT a FROM {{ unknown }};
SELECT a FROM {{ ref('stg_' ~ unknown) }};
