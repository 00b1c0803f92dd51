--
-- PostgreSQL database dump
--

CREATE TABLE public.orders (
    id integer NOT NULL
);

--
-- PostgreSQL database dump complete
--
