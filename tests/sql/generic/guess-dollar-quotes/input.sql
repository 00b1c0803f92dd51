SELECT $$it's$$, a::text FROM "T";
