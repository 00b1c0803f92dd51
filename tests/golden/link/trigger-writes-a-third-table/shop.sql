--
-- PostgreSQL database dump
--

CREATE FUNCTION public.log_order() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO audit (order_id) VALUES (NEW.id);
  RETURN NEW;
END;
$$;
CREATE TABLE public.orders (
    id integer
);
CREATE TABLE public.audit (
    order_id integer
);
CREATE TRIGGER orders_log AFTER INSERT ON public.orders FOR EACH ROW EXECUTE FUNCTION public.log_order();

--
-- PostgreSQL database dump complete
--
