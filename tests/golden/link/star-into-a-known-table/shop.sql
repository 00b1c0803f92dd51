--
-- PostgreSQL database dump
--
CREATE TABLE public.orders (id integer, total numeric);
CREATE TABLE public.archive (id integer, total numeric);
CREATE VIEW public.v AS SELECT orders.id, orders.total FROM public.orders;
