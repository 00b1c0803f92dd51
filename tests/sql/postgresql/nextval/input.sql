SELECT nextval('public.s'), setval('"S"', 1), currval('s'::regclass);
