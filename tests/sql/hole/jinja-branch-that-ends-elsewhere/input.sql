SELECT s.a FROM (
{% if x %} SELECT a FROM t1) s {% else %} SELECT a FROM t2) s {% endif %}
WHERE s.a = 1;
