SELECT a FROM {{ params.table }} WHERE day = '{{ ds }}' AND b IN ({{ params['ids'] | join(',') }});
SELECT a FROM "{{ params.schema }}".t WHERE b BETWEEN {{ start }} AND {{ end }} AND c = 1;
SELECT a FROM {{ var('schema', 'raw') }}.orders_{{ suffix }} WHERE b = {{ "'x'" }};
