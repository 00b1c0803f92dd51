--
-- PostgreSQL database dump
--

CREATE TABLE public.stats_2023 (
    day date
);
CREATE TABLE public.stats_2024 (
    day date
);
CREATE TABLE public.orders (
    id integer
);

--
-- PostgreSQL database dump complete
--
