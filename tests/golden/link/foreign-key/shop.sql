--
-- PostgreSQL database dump
--

CREATE TABLE public.orders (
    id integer NOT NULL,
    customer integer
);
CREATE TABLE public.customers (
    id integer NOT NULL
);
ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer) REFERENCES public.customers(id);

--
-- PostgreSQL database dump complete
--
