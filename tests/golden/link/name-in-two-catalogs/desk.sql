--
-- PostgreSQL database dump
--

CREATE TABLE public.users (
    id integer NOT NULL
);

--
-- PostgreSQL database dump complete
--
