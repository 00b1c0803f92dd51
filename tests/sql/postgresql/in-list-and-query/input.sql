SELECT a FROM t WHERE (b, c) IN ((1, 2)) AND d IN (SELECT e FROM u) AND f = ANY (ARRAY[1]);
