SELECT a FROM {{ ref('orders') }} o {% if x %} WHERE o.b = {{ b }} {% endif %};
