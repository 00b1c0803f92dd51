--
-- PostgreSQL database dump
--

CREATE TABLE public.orders (
    id integer NOT NULL,
    total numeric
);

--
-- PostgreSQL database dump complete
--
