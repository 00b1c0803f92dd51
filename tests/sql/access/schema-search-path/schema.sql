CREATE TABLE sales.orders (id integer);
CREATE TABLE public.orders (id integer);
