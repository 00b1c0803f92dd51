SELECT TOP 10 a FROM t WITH (NOLOCK) JOIN u (nolock) ON t.id = u.id;
