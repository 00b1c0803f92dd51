SELECT id INTO copy FROM t;
