--
-- PostgreSQL database dump
--

CREATE TABLE public.orders (
    id integer,
    net numeric,
    tax numeric
);
CREATE VIEW public.totals AS
 SELECT orders.id,
    (orders.net + orders.tax) AS gross
   FROM public.orders;
CREATE VIEW public.sums AS
 SELECT sum(totals.gross) AS gross
   FROM public.totals;

--
-- PostgreSQL database dump complete
--
