SELECT a FROM {{ ref('a') }} WHERE b = 1;
SELECT a FROM {{ ref('b') }} WHERE b = 1;
SELECT a FROM ${schema}.orders WHERE b = ?;
SELECT a FROM ${schema}.items WHERE b = ?;
SELECT a FROM t WHERE b = {{ b }};
SELECT a FROM t WHERE b = {{ c }};
