--
-- PostgreSQL database dump
--

CREATE TABLE public.orders (
    id integer
);
