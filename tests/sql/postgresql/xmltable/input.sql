SELECT x.* FROM t, XMLTABLE('/r' PASSING t.doc COLUMNS id int PATH '@id', v text) AS x;
