\restrict x1
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.t (id integer NOT NULL);
COPY public.t (id) FROM stdin;
1
\.
INSERT INTO public.t VALUES (2);
SELECT pg_catalog.setval('public.t_id_seq', 2, true);
REFRESH MATERIALIZED VIEW public.mv;
CREATE FUNCTION public.f() RETURNS void LANGUAGE sql AS $$DELETE FROM public.t$$;
\connect other
\unrestrict x1
