SELECT a.x, q'[it's]' FROM t a, u b WHERE a.id = b.id (+) AND ROWNUM < 5
START WITH a.up IS NULL CONNECT BY PRIOR a.id = a.up;
