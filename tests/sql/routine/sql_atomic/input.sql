CREATE FUNCTION h(x integer) RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 INSERT INTO public.parent (id) VALUES (h.x);
 SELECT CASE WHEN (h.x > 1) THEN count(*) ELSE (0)::bigint END AS "case"
    FROM public.parent;
END;
CREATE FUNCTION h2(x integer) RETURNS bigint LANGUAGE sql
    RETURN (SELECT count(*) AS count FROM public.parent WHERE (parent.id = h2.x));
SELECT 1 FROM after;
