{{ config(materialized='incremental') }}
WITH o AS (SELECT id, {% for c in cols %} {{ c }}, {% endfor %} ts FROM {{ ref('stg_orders') }})
SELECT o.id FROM o JOIN {{ source('shop', 'customers') }} c ON c.id = o.id
{% if is_incremental() %} WHERE o.ts > (SELECT max(ts) FROM {{ this }}) {% endif %}
