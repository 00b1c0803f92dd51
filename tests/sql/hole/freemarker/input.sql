SELECT a FROM t WHERE b = ${b} <#if c??> AND c = ${c!0} </#if> <#-- it's a comment -->;
SELECT <#list columns as c>${c}<#sep>, </#sep></#list> FROM t WHERE b = 1;
SELECT a FROM <#if old> t1 <#else> t2 </#if> WHERE b = 1;
SELECT a FROM t WHERE b = <@p name='b'/> AND c <@ d AND e > 1;
