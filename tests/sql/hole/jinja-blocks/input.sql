{% macro cents(column) %} ({{ column }} / 100)::numeric(16, 2) {% endmacro %}
{% macro open_only() %} WHERE open AND NOT gone {% endmacro %}
{% macro forwarded() %} {{ return(adapter.dispatch('x')()) }} {% endmacro %}
{% set states %} SELECT DISTINCT state FROM {{ ref('orders') }} {% endset %}
{% call statement('clean') %} DELETE FROM log WHERE old {% endcall %}
{% snapshot s %} {{ config(strategy='timestamp') }} SELECT a FROM {{ source('x', 'y') }} {% endsnapshot %}
