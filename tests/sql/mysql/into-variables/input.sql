SELECT a, b INTO @x, @y FROM t;
