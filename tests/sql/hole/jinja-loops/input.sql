SELECT a, {% for c in cs %} sum({{ c }}) AS s_{{ c }}{% if not loop.last %},{% endif %} {% endfor %} FROM t GROUP BY a;
SELECT {% for c in cs %} t.{{ c }}{{ "," if not loop.last }} {% endfor %} FROM t WHERE b = 1;
{% for m in ['x', 'y'] %}
SELECT a FROM {{ ref(m) }} {% if not loop.last %} UNION ALL {% endif %}
{% endfor %};
{% set years = ['2019', '2020'] %}
{% for y in years %} SELECT a FROM {{ source('raw', 'orders_' ~ y) }} {% endfor %}
