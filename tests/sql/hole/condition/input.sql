SELECT a FROM t WHERE ${condition} AND b = 1 ORDER BY c;
