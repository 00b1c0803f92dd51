SELECT j.p, q, j.w FROM (b JOIN c USING (id)) AS j (p, q);
