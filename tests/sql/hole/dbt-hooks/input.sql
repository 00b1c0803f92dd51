{{ config(
    materialized='table',
    pre_hook="DELETE FROM audit WHERE model = 'x'",
    post_hook=["INSERT INTO audit SELECT id FROM {{ this }}", "GRANT SELECT ON x TO y"]) }}
{% set last = run_query("SELECT max(day) FROM runs") %}
SELECT a FROM {{ ref('b') }}
;
SELECT {{ dbt_utils.get_single_value(query ~ " SELECT min(id) FROM no_table") }} AS a FROM c
