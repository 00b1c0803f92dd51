UPDATE t SET n = n + 1, at = now() WHERE id = 7;
