UPDATE t SET a = 1 RETURNING old.a, new.b AS after, old.*;
UPDATE t SET (a, b) = ROW(c + 1, d) RETURNING WITH (OLD AS o, NEW AS n) o.a, n.b AS after, n.*;
MERGE INTO stock s USING deliveries d ON s.item = d.item
	WHEN NOT MATCHED BY SOURCE AND s.count = 0 THEN DELETE
	WHEN MATCHED THEN UPDATE SET count = s.count + d.count
	WHEN NOT MATCHED THEN INSERT (item, count) VALUES (d.item, d.count)
	RETURNING merge_action(), s.item, d.count AS delivered;
