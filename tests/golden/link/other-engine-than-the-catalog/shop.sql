--
-- PostgreSQL database dump
--

CREATE TABLE public.orders (
    id integer
);

--
-- PostgreSQL database dump complete
--
