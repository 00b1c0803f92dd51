WITH '2024-01-01' AS since, lower(name) AS n SELECT n FROM users WHERE made > since;
WITH (SELECT sum(bytes) FROM parts) AS total SELECT bytes / total AS share FROM parts;
WITH x -> x + 1 AS next, c AS (SELECT id FROM clients) SELECT next(id) FROM c;
