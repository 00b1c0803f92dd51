SELECT {{ dbt_utils.star(from=ref('orders'), except=['a']) }} FROM {{ ref('orders') }} WHERE b = 1;
{{ dbt_utils.union_relations(relations=[ref('orders'), source('shop', 'old_orders')]) }};
SELECT s.a FROM {{ dbt_utils.deduplicate(relation=ref('events'), partition_by='id') }} s;
SELECT a FROM t WHERE b IN ({{ ids_of(ref('c')) }});
{{ some_macro('x') }}
