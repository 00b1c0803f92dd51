SELECT ARRAY[a, b], c[1], c[i:j], ARRAY(SELECT x FROM u) FROM t;
