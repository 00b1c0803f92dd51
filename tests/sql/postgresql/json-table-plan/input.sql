SELECT jt.* FROM docs, JSON_TABLE(docs.js, '$.favorites[*]' PASSING docs.filter AS f
	COLUMNS (id FOR ORDINALITY, kind text PATH '$.kind' DEFAULT docs.kind ON EMPTY,
		NESTED '$.films[*]' AS p COLUMNS (title text FORMAT JSON PATH '$.title' OMIT QUOTES,
			NESTED PATH '$.a' COLUMNS (x int EXISTS PATH '$.x')))
	PLAN (p0 OUTER p) ERROR ON ERROR) AS jt;
