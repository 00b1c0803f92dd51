--
-- PostgreSQL database dump
--

CREATE TABLE public.orders (
    id integer NOT NULL
);
CREATE TABLE public.notes (
    id integer NOT NULL
);

--
-- PostgreSQL database dump complete
--
