SELECT {{ groups }} count(*) AS n, {{ more }} 1 AS one, b FROM t;
SELECT {{ deviation('a') }} OVER (PARTITION BY b) AS d FROM t;
WITH q AS (SELECT a FROM t {{ dbt.except() }} SELECT a FROM u) SELECT a FROM q;
SELECT {% if x %} max(a) AS m {% else %} min(b) AS m {% endif %} FROM t;
{% if x %} WITH q AS (SELECT a FROM t), {% else %} WITH {% endif %} r AS (SELECT b FROM u) SELECT b FROM r;
WITH q AS (SELECT 1 AS a FROM t), {% if x %} r AS (SELECT b FROM u) {% else %} r AS (SELECT b FROM v) {% endif %} SELECT b FROM r;
SELECT a FROM t WHERE b IN ('{{ ref('u').identifier }}', 'x') AND c = 1;
{% macro is_true(e) %} {{ e }} = cast(1 AS bit) {% endmacro %}
{% set message %} There were no columns to select from {{ relations }} or to join {% endset %}
