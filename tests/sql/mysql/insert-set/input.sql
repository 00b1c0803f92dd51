INSERT IGNORE INTO t SET a = 1, b = (SELECT max(c) FROM u);
