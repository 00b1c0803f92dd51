SELECT a FROM {% if x %} t1 {% elif y %} {{ ref('t2') }} {% else %} t3 {% endif %} WHERE b = 1;
SELECT a FROM {% if x %} t1 x JOIN u ON u.i = x.i {% else %} t2 x {% endif %} WHERE x.b = 1;
SELECT {% if x %} a {% else %} b {% endif %} AS c, d FROM t;
SELECT a FROM t WHERE b = {% if x %} 1 {% else %} c {% endif %} AND d = 3;
SELECT a FROM t {% if x %} WHERE b = 1 {% else %} WHERE c = 1 {% endif %} ORDER BY d;
WITH q AS ({% if x %} SELECT a FROM t1 {% else %} SELECT a FROM t2 {% endif %})
SELECT a FROM q;
INSERT INTO {% if x %} t1 {% else %} t2 {% endif %} (a) SELECT a FROM u;
UPDATE {% if x %} t1 {% else %} t2 {% endif %} SET a = 1;
DELETE FROM {% if x %} t1 {% else %} t2 {% endif %} WHERE a = 1;
WITH q AS (SELECT a FROM t1) {% if x %}, r AS (SELECT a FROM q) SELECT a FROM r {% else %} SELECT a FROM q {% endif %};
MERGE INTO {% if x %} t1 {% else %} t2 {% endif %} t USING u ON u.a = t.a WHEN MATCHED THEN UPDATE SET b = u.b;
