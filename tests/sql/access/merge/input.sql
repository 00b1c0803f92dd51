MERGE INTO stock s USING deliveries d ON d.item = s.item
WHEN MATCHED AND d.count > 0 THEN UPDATE SET count = s.count + d.count
WHEN NOT MATCHED THEN INSERT (item, count) VALUES (d.item, d.count);
