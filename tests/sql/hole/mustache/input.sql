SELECT a FROM {{{table}}} WHERE b = {{b}} {{#c}} AND c = {{c}} {{/c}};
SELECT a FROM {{#old}}t1{{/old}}{{^old}}t2{{/old}} WHERE b = 1;
SELECT a FROM t {{#if b}} WHERE b = 1 {{else}} WHERE c = 1 {{/if}} {{!-- it's a comment --}} ORDER BY d;
