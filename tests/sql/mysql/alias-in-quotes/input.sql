SELECT a 'one', b "two", c AS `three` FROM t;
