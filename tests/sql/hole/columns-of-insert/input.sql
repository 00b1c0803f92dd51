INSERT INTO t (${columns}) VALUES (${values});
