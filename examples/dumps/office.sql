--
-- PostgreSQL database dump
--

\restrict 52SfR4Ig9hYsBkI9aBVXUqGcYGMJLHvZV31ATC6BYzB0jYUAygfJlLFErBZuSMW

-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: audit; Type: SCHEMA; Schema: -; Owner: quillmere
--

CREATE SCHEMA audit;


ALTER SCHEMA audit OWNER TO quillmere;

--
-- Name: SCHEMA audit; Type: COMMENT; Schema: -; Owner: quillmere
--

COMMENT ON SCHEMA audit IS 'Who changed what. Written by triggers only';


--
-- Name: billing; Type: SCHEMA; Schema: -; Owner: quillmere
--

CREATE SCHEMA billing;


ALTER SCHEMA billing OWNER TO quillmere;

--
-- Name: reporting; Type: SCHEMA; Schema: -; Owner: quillmere
--

CREATE SCHEMA reporting;


ALTER SCHEMA reporting OWNER TO quillmere;

--
-- Name: stock; Type: SCHEMA; Schema: -; Owner: quillmere
--

CREATE SCHEMA stock;


ALTER SCHEMA stock OWNER TO quillmere;

--
-- Name: email; Type: DOMAIN; Schema: public; Owner: quillmere
--

CREATE DOMAIN public.email AS text
	CONSTRAINT email_check CHECK ((VALUE ~ '^[^@]+@[^@]+$'::text));


ALTER DOMAIN public.email OWNER TO quillmere;

--
-- Name: order_status; Type: TYPE; Schema: public; Owner: quillmere
--

CREATE TYPE public.order_status AS ENUM (
    'draft',
    'placed',
    'packed',
    'shipped',
    'cancelled'
);


ALTER TYPE public.order_status OWNER TO quillmere;

--
-- Name: log_order_change(); Type: FUNCTION; Schema: audit; Owner: quillmere
--

CREATE FUNCTION audit.log_order_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    AS $$
BEGIN
	IF TG_OP = 'DELETE' THEN
		INSERT INTO audit.order_changes (order_id, operation, old_status)
		VALUES (OLD.id, TG_OP, OLD.status);
		RETURN OLD;
	ELSIF TG_OP = 'INSERT' THEN
		INSERT INTO audit.order_changes (order_id, operation, new_status)
		VALUES (NEW.id, TG_OP, NEW.status);
	ELSIF NEW.status IS DISTINCT FROM OLD.status THEN
		INSERT INTO audit.order_changes (order_id, operation, old_status, new_status)
		VALUES (NEW.id, TG_OP, OLD.status, NEW.status);
	END IF;
	RETURN NEW;
END;
$$;


ALTER FUNCTION audit.log_order_change() OWNER TO quillmere;

--
-- Name: apply_payment(); Type: FUNCTION; Schema: billing; Owner: quillmere
--

CREATE FUNCTION billing.apply_payment() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	UPDATE billing.invoices
	   SET paid_cents = paid_cents + NEW.cents,
	       status = CASE WHEN paid_cents + NEW.cents >= total_cents THEN 'paid' ELSE status END
	 WHERE id = NEW.invoice_id;
	RETURN NULL;
END;
$$;


ALTER FUNCTION billing.apply_payment() OWNER TO quillmere;

--
-- Name: issue_invoice(bigint, integer); Type: FUNCTION; Schema: billing; Owner: quillmere
--

CREATE FUNCTION billing.issue_invoice(p_order_id bigint, p_days integer DEFAULT 14) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	v_order public.orders%ROWTYPE;
	v_total billing.invoices.total_cents%TYPE;
	v_id bigint;
BEGIN
	SELECT * INTO STRICT v_order FROM public.orders WHERE id = p_order_id FOR UPDATE;
	IF v_order.current_invoice_id IS NOT NULL THEN
		RAISE EXCEPTION 'order % has an invoice already', v_order.order_no;
	END IF;

	SELECT COALESCE(sum(l.line_cents), 0) + COALESCE(max(r.postage_cents), 0)
	  INTO v_total
	  FROM public.order_lines l
	  JOIN public.customers c ON c.id = v_order.customer_id
	  LEFT JOIN public.regions r ON r.id = c.region_id
	 WHERE l.order_id = p_order_id;

	INSERT INTO billing.invoices (invoice_no, order_id, due_on, total_cents)
	VALUES ('I-' || v_order.order_no, p_order_id, CURRENT_DATE + p_days, v_total)
	RETURNING id INTO v_id;

	UPDATE public.orders
	   SET current_invoice_id = v_id, total_cents = v_total
	 WHERE id = p_order_id;
	RETURN v_id;
END;
$$;


ALTER FUNCTION billing.issue_invoice(p_order_id bigint, p_days integer) OWNER TO quillmere;

--
-- Name: customer_turnover(date, date); Type: FUNCTION; Schema: public; Owner: quillmere
--

CREATE FUNCTION public.customer_turnover(p_from date, p_until date) RETURNS TABLE(customer_no text, cents bigint)
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
	RETURN QUERY
	SELECT c.customer_no, sum(i.total_cents)::bigint
	  FROM public.customers c
	  JOIN public.orders o ON o.customer_id = c.id
	  JOIN billing.invoices i ON i.order_id = o.id
	 WHERE i.issued_on BETWEEN p_from AND p_until
	 GROUP BY c.customer_no;
END;
$$;


ALTER FUNCTION public.customer_turnover(p_from date, p_until date) OWNER TO quillmere;

--
-- Name: touch_updated_at(); Type: FUNCTION; Schema: public; Owner: quillmere
--

CREATE FUNCTION public.touch_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	NEW.updated_at := now();
	RETURN NEW;
END;
$$;


ALTER FUNCTION public.touch_updated_at() OWNER TO quillmere;

--
-- Name: close_year(integer); Type: PROCEDURE; Schema: reporting; Owner: quillmere
--

CREATE PROCEDURE reporting.close_year(IN p_year integer)
    LANGUAGE plpgsql
    AS $$
BEGIN
	EXECUTE 'INSERT INTO public.sales_stats_' || p_year
		|| ' SELECT l.variety_id, extract(month FROM o.placed_at), sum(l.packets), sum(l.line_cents)'
		|| ' FROM public.orders o JOIN public.order_lines l ON l.order_id = o.id'
		|| ' WHERE extract(year FROM o.placed_at) = ' || p_year
		|| ' GROUP BY 1, 2';
	REFRESH MATERIALIZED VIEW reporting.monthly_revenue;
END;
$$;


ALTER PROCEDURE reporting.close_year(IN p_year integer) OWNER TO quillmere;

--
-- Name: grams_on_hand(integer); Type: FUNCTION; Schema: stock; Owner: quillmere
--

CREATE FUNCTION stock.grams_on_hand(p_variety_id integer) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
	SELECT COALESCE(sum(m.grams), 0)
	  FROM stock.movements m
	  JOIN stock.lots t ON t.id = m.lot_id
	 WHERE t.variety_id = p_variety_id
	   AND NOT t.blocked;
$$;


ALTER FUNCTION stock.grams_on_hand(p_variety_id integer) OWNER TO quillmere;

--
-- Name: purge_before(text, date); Type: FUNCTION; Schema: stock; Owner: quillmere
--

CREATE FUNCTION stock.purge_before(p_table text, p_before date) RETURNS bigint
    LANGUAGE plpgsql
    AS $_$
DECLARE
	v_rows bigint;
BEGIN
	EXECUTE format('DELETE FROM %s WHERE moved_on < $1', p_table::regclass)
	USING p_before;
	GET DIAGNOSTICS v_rows = ROW_COUNT;
	RETURN v_rows;
END;
$_$;


ALTER FUNCTION stock.purge_before(p_table text, p_before date) OWNER TO quillmere;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: order_changes; Type: TABLE; Schema: audit; Owner: quillmere
--

CREATE TABLE audit.order_changes (
    id bigint NOT NULL,
    order_id bigint NOT NULL,
    operation text NOT NULL,
    old_status public.order_status,
    new_status public.order_status,
    changed_by text DEFAULT CURRENT_USER NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);


ALTER TABLE audit.order_changes OWNER TO quillmere;

--
-- Name: order_changes_id_seq; Type: SEQUENCE; Schema: audit; Owner: quillmere
--

CREATE SEQUENCE audit.order_changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE audit.order_changes_id_seq OWNER TO quillmere;

--
-- Name: order_changes_id_seq; Type: SEQUENCE OWNED BY; Schema: audit; Owner: quillmere
--

ALTER SEQUENCE audit.order_changes_id_seq OWNED BY audit.order_changes.id;


--
-- Name: bank_imports; Type: TABLE; Schema: billing; Owner: quillmere
--

CREATE TABLE billing.bank_imports (
    id bigint NOT NULL,
    booked_on date NOT NULL,
    cents bigint NOT NULL,
    purpose text,
    matched boolean DEFAULT false NOT NULL
);


ALTER TABLE billing.bank_imports OWNER TO quillmere;

--
-- Name: bank_imports_id_seq; Type: SEQUENCE; Schema: billing; Owner: quillmere
--

CREATE SEQUENCE billing.bank_imports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE billing.bank_imports_id_seq OWNER TO quillmere;

--
-- Name: bank_imports_id_seq; Type: SEQUENCE OWNED BY; Schema: billing; Owner: quillmere
--

ALTER SEQUENCE billing.bank_imports_id_seq OWNED BY billing.bank_imports.id;


--
-- Name: invoices; Type: TABLE; Schema: billing; Owner: quillmere
--

CREATE TABLE billing.invoices (
    id bigint NOT NULL,
    invoice_no text NOT NULL,
    order_id bigint NOT NULL,
    issued_on date DEFAULT CURRENT_DATE NOT NULL,
    due_on date NOT NULL,
    total_cents bigint NOT NULL,
    paid_cents bigint DEFAULT 0 NOT NULL,
    status text DEFAULT 'open'::text NOT NULL,
    CONSTRAINT invoices_status_check CHECK ((status = ANY (ARRAY['open'::text, 'paid'::text, 'written off'::text])))
);


ALTER TABLE billing.invoices OWNER TO quillmere;

--
-- Name: invoices_id_seq; Type: SEQUENCE; Schema: billing; Owner: quillmere
--

CREATE SEQUENCE billing.invoices_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE billing.invoices_id_seq OWNER TO quillmere;

--
-- Name: invoices_id_seq; Type: SEQUENCE OWNED BY; Schema: billing; Owner: quillmere
--

ALTER SEQUENCE billing.invoices_id_seq OWNED BY billing.invoices.id;


--
-- Name: overdue; Type: VIEW; Schema: billing; Owner: quillmere
--

CREATE VIEW billing.overdue AS
SELECT
    NULL::bigint AS id,
    NULL::text AS invoice_no,
    NULL::date AS due_on,
    NULL::bigint AS open_cents,
    NULL::text AS order_no,
    NULL::bigint AS customer_id,
    NULL::integer AS reminded;


ALTER TABLE billing.overdue OWNER TO quillmere;

--
-- Name: payments; Type: TABLE; Schema: billing; Owner: quillmere
--

CREATE TABLE billing.payments (
    id bigint NOT NULL,
    invoice_id bigint NOT NULL,
    received_on date NOT NULL,
    cents bigint NOT NULL,
    bank_reference text
);


ALTER TABLE billing.payments OWNER TO quillmere;

--
-- Name: payments_id_seq; Type: SEQUENCE; Schema: billing; Owner: quillmere
--

CREATE SEQUENCE billing.payments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE billing.payments_id_seq OWNER TO quillmere;

--
-- Name: payments_id_seq; Type: SEQUENCE OWNED BY; Schema: billing; Owner: quillmere
--

ALTER SEQUENCE billing.payments_id_seq OWNED BY billing.payments.id;


--
-- Name: reminders; Type: TABLE; Schema: billing; Owner: quillmere
--

CREATE TABLE billing.reminders (
    invoice_id bigint NOT NULL,
    level smallint NOT NULL,
    sent_on date NOT NULL
);


ALTER TABLE billing.reminders OWNER TO quillmere;

--
-- Name: addresses; Type: TABLE; Schema: public; Owner: quillmere
--

CREATE TABLE public.addresses (
    id bigint NOT NULL,
    customer_id bigint NOT NULL,
    street text NOT NULL,
    postcode text NOT NULL,
    town text NOT NULL,
    is_default boolean DEFAULT false NOT NULL
);


ALTER TABLE public.addresses OWNER TO quillmere;

--
-- Name: addresses_id_seq; Type: SEQUENCE; Schema: public; Owner: quillmere
--

CREATE SEQUENCE public.addresses_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.addresses_id_seq OWNER TO quillmere;

--
-- Name: addresses_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: quillmere
--

ALTER SEQUENCE public.addresses_id_seq OWNED BY public.addresses.id;


--
-- Name: customers; Type: TABLE; Schema: public; Owner: quillmere
--

CREATE TABLE public.customers (
    id bigint NOT NULL,
    customer_no text NOT NULL,
    name text NOT NULL,
    email public.email,
    region_id integer,
    fax text,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);


ALTER TABLE public.customers OWNER TO quillmere;

--
-- Name: COLUMN customers.fax; Type: COMMENT; Schema: public; Owner: quillmere
--

COMMENT ON COLUMN public.customers.fax IS 'Nobody has asked for it since the catalogue went online';


--
-- Name: customers_id_seq; Type: SEQUENCE; Schema: public; Owner: quillmere
--

CREATE SEQUENCE public.customers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.customers_id_seq OWNER TO quillmere;

--
-- Name: customers_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: quillmere
--

ALTER SEQUENCE public.customers_id_seq OWNED BY public.customers.id;


--
-- Name: order_lines; Type: TABLE; Schema: public; Owner: quillmere
--

CREATE TABLE public.order_lines (
    order_id bigint NOT NULL,
    line_no integer NOT NULL,
    variety_id integer NOT NULL,
    packets integer NOT NULL,
    unit_price_cents integer NOT NULL,
    line_cents bigint GENERATED ALWAYS AS ((packets * unit_price_cents)) STORED,
    CONSTRAINT order_lines_packets_check CHECK ((packets > 0))
);


ALTER TABLE public.order_lines OWNER TO quillmere;

--
-- Name: orders; Type: TABLE; Schema: public; Owner: quillmere
--

CREATE TABLE public.orders (
    id bigint NOT NULL,
    order_no text NOT NULL,
    customer_id bigint NOT NULL,
    address_id bigint,
    status public.order_status DEFAULT 'draft'::public.order_status NOT NULL,
    placed_at timestamp with time zone,
    amount_eur numeric(10,2),
    total_cents bigint,
    voucher_code text,
    current_invoice_id bigint,
    web_order_id bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);


ALTER TABLE public.orders OWNER TO quillmere;

--
-- Name: TABLE orders; Type: COMMENT; Schema: public; Owner: quillmere
--

COMMENT ON TABLE public.orders IS 'One row for every order, from the counter, by letter or from the web shop';


--
-- Name: COLUMN orders.amount_eur; Type: COMMENT; Schema: public; Owner: quillmere
--

COMMENT ON COLUMN public.orders.amount_eur IS 'Legacy: kept up to 2021, replaced by total_cents; empty in newer rows';


--
-- Name: COLUMN orders.web_order_id; Type: COMMENT; Schema: public; Owner: quillmere
--

COMMENT ON COLUMN public.orders.web_order_id IS 'The id of web_orders in the shop''s MySQL; no foreign key can say so';


--
-- Name: orders_id_seq; Type: SEQUENCE; Schema: public; Owner: quillmere
--

CREATE SEQUENCE public.orders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.orders_id_seq OWNER TO quillmere;

--
-- Name: orders_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: quillmere
--

ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;


--
-- Name: price_list; Type: TABLE; Schema: public; Owner: quillmere
--

CREATE TABLE public.price_list (
    variety_id integer NOT NULL,
    valid_from date NOT NULL,
    packet_cents integer NOT NULL
);


ALTER TABLE public.price_list OWNER TO quillmere;

--
-- Name: regions; Type: TABLE; Schema: public; Owner: quillmere
--

CREATE TABLE public.regions (
    id integer NOT NULL,
    name text NOT NULL,
    postage_cents integer DEFAULT 0 NOT NULL
);


ALTER TABLE public.regions OWNER TO quillmere;

--
-- Name: regions_id_seq; Type: SEQUENCE; Schema: public; Owner: quillmere
--

ALTER TABLE public.regions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sales_stats_2022; Type: TABLE; Schema: public; Owner: quillmere
--

CREATE TABLE public.sales_stats_2022 (
    variety_id integer NOT NULL,
    month smallint NOT NULL,
    packets integer NOT NULL,
    cents bigint NOT NULL
);


ALTER TABLE public.sales_stats_2022 OWNER TO quillmere;

--
-- Name: sales_stats_2023; Type: TABLE; Schema: public; Owner: quillmere
--

CREATE TABLE public.sales_stats_2023 (
    variety_id integer NOT NULL,
    month smallint NOT NULL,
    packets integer NOT NULL,
    cents bigint NOT NULL
);


ALTER TABLE public.sales_stats_2023 OWNER TO quillmere;

--
-- Name: sales_stats_2024; Type: TABLE; Schema: public; Owner: quillmere
--

CREATE TABLE public.sales_stats_2024 (
    variety_id integer NOT NULL,
    month smallint NOT NULL,
    packets integer NOT NULL,
    cents bigint NOT NULL
);


ALTER TABLE public.sales_stats_2024 OWNER TO quillmere;

--
-- Name: staff; Type: TABLE; Schema: public; Owner: quillmere
--

CREATE TABLE public.staff (
    id integer NOT NULL,
    login text NOT NULL,
    full_name text NOT NULL,
    manager_id integer,
    left_on date
);


ALTER TABLE public.staff OWNER TO quillmere;

--
-- Name: staff_id_seq; Type: SEQUENCE; Schema: public; Owner: quillmere
--

CREATE SEQUENCE public.staff_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.staff_id_seq OWNER TO quillmere;

--
-- Name: staff_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: quillmere
--

ALTER SEQUENCE public.staff_id_seq OWNED BY public.staff.id;


--
-- Name: vouchers; Type: TABLE; Schema: public; Owner: quillmere
--

CREATE TABLE public.vouchers (
    code text NOT NULL,
    percent_off integer NOT NULL,
    valid_until date,
    given_to bigint,
    CONSTRAINT vouchers_percent_off_check CHECK (((percent_off >= 1) AND (percent_off <= 50)))
);


ALTER TABLE public.vouchers OWNER TO quillmere;

--
-- Name: daily_summary; Type: TABLE; Schema: reporting; Owner: quillmere
--

CREATE TABLE reporting.daily_summary (
    day date NOT NULL,
    region text NOT NULL,
    open_orders integer NOT NULL,
    open_cents bigint NOT NULL
);


ALTER TABLE reporting.daily_summary OWNER TO quillmere;

--
-- Name: monthly_revenue; Type: MATERIALIZED VIEW; Schema: reporting; Owner: quillmere
--

CREATE MATERIALIZED VIEW reporting.monthly_revenue AS
 WITH invoiced AS (
         SELECT (date_trunc('month'::text, (i.issued_on)::timestamp without time zone))::date AS month,
            i.order_id,
            i.total_cents
           FROM billing.invoices i
          WHERE (i.status <> 'written off'::text)
        )
 SELECT n.month,
    r.name AS region,
    sum(n.total_cents) AS cents
   FROM (((invoiced n
     JOIN public.orders o ON ((o.id = n.order_id)))
     JOIN public.customers c ON ((c.id = o.customer_id)))
     LEFT JOIN public.regions r ON ((r.id = c.region_id)))
  GROUP BY n.month, r.name
  WITH NO DATA;


ALTER TABLE reporting.monthly_revenue OWNER TO quillmere;

--
-- Name: open_orders; Type: VIEW; Schema: reporting; Owner: quillmere
--

CREATE VIEW reporting.open_orders AS
SELECT
    NULL::bigint AS id,
    NULL::text AS order_no,
    NULL::text AS customer,
    NULL::text AS region,
    NULL::timestamp with time zone AS placed_at,
    NULL::bigint AS cents;


ALTER TABLE reporting.open_orders OWNER TO quillmere;

--
-- Name: VIEW open_orders; Type: COMMENT; Schema: reporting; Owner: quillmere
--

COMMENT ON VIEW reporting.open_orders IS 'What is paid for or promised and has not left the house';


--
-- Name: bins; Type: TABLE; Schema: stock; Owner: quillmere
--

CREATE TABLE stock.bins (
    code text NOT NULL,
    lot_id bigint,
    note text
);


ALTER TABLE stock.bins OWNER TO quillmere;

--
-- Name: germination_tests; Type: TABLE; Schema: stock; Owner: quillmere
--

CREATE TABLE stock.germination_tests (
    id bigint NOT NULL,
    lot_id bigint NOT NULL,
    tested_on date NOT NULL,
    sown integer NOT NULL,
    sprouted integer NOT NULL,
    tested_by integer,
    CONSTRAINT germination_tests_sprouted_check CHECK ((sprouted <= sown))
);


ALTER TABLE stock.germination_tests OWNER TO quillmere;

--
-- Name: germination_tests_id_seq; Type: SEQUENCE; Schema: stock; Owner: quillmere
--

CREATE SEQUENCE stock.germination_tests_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE stock.germination_tests_id_seq OWNER TO quillmere;

--
-- Name: germination_tests_id_seq; Type: SEQUENCE OWNED BY; Schema: stock; Owner: quillmere
--

ALTER SEQUENCE stock.germination_tests_id_seq OWNED BY stock.germination_tests.id;


--
-- Name: growers; Type: TABLE; Schema: stock; Owner: quillmere
--

CREATE TABLE stock.growers (
    id integer NOT NULL,
    name text NOT NULL,
    organic boolean DEFAULT true NOT NULL,
    region_id integer
);


ALTER TABLE stock.growers OWNER TO quillmere;

--
-- Name: growers_id_seq; Type: SEQUENCE; Schema: stock; Owner: quillmere
--

CREATE SEQUENCE stock.growers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE stock.growers_id_seq OWNER TO quillmere;

--
-- Name: growers_id_seq; Type: SEQUENCE OWNED BY; Schema: stock; Owner: quillmere
--

ALTER SEQUENCE stock.growers_id_seq OWNED BY stock.growers.id;


--
-- Name: lots; Type: TABLE; Schema: stock; Owner: quillmere
--

CREATE TABLE stock.lots (
    id bigint NOT NULL,
    lot_no text NOT NULL,
    variety_id integer NOT NULL,
    grower_id integer NOT NULL,
    harvested_on date NOT NULL,
    germination_percent numeric(4,1),
    blocked boolean DEFAULT false NOT NULL
);


ALTER TABLE stock.lots OWNER TO quillmere;

--
-- Name: lots_id_seq; Type: SEQUENCE; Schema: stock; Owner: quillmere
--

CREATE SEQUENCE stock.lots_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE stock.lots_id_seq OWNER TO quillmere;

--
-- Name: lots_id_seq; Type: SEQUENCE OWNED BY; Schema: stock; Owner: quillmere
--

ALTER SEQUENCE stock.lots_id_seq OWNED BY stock.lots.id;


--
-- Name: movements; Type: TABLE; Schema: stock; Owner: quillmere
--

CREATE TABLE stock.movements (
    id bigint NOT NULL,
    lot_id bigint NOT NULL,
    moved_on date NOT NULL,
    grams integer NOT NULL,
    reason text NOT NULL,
    order_id bigint
)
PARTITION BY RANGE (moved_on);


ALTER TABLE stock.movements OWNER TO quillmere;

--
-- Name: movements_2023; Type: TABLE; Schema: stock; Owner: quillmere
--

CREATE TABLE stock.movements_2023 (
    id bigint NOT NULL,
    lot_id bigint NOT NULL,
    moved_on date NOT NULL,
    grams integer NOT NULL,
    reason text NOT NULL,
    order_id bigint
);


ALTER TABLE stock.movements_2023 OWNER TO quillmere;

--
-- Name: movements_2024; Type: TABLE; Schema: stock; Owner: quillmere
--

CREATE TABLE stock.movements_2024 (
    id bigint NOT NULL,
    lot_id bigint NOT NULL,
    moved_on date NOT NULL,
    grams integer NOT NULL,
    reason text NOT NULL,
    order_id bigint
);


ALTER TABLE stock.movements_2024 OWNER TO quillmere;

--
-- Name: movements_id_seq; Type: SEQUENCE; Schema: stock; Owner: quillmere
--

ALTER TABLE stock.movements ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME stock.movements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: movements_rest; Type: TABLE; Schema: stock; Owner: quillmere
--

CREATE TABLE stock.movements_rest (
    id bigint NOT NULL,
    lot_id bigint NOT NULL,
    moved_on date NOT NULL,
    grams integer NOT NULL,
    reason text NOT NULL,
    order_id bigint
);


ALTER TABLE stock.movements_rest OWNER TO quillmere;

--
-- Name: varieties; Type: TABLE; Schema: stock; Owner: quillmere
--

CREATE TABLE stock.varieties (
    id integer NOT NULL,
    species text NOT NULL,
    name text NOT NULL,
    sow_from smallint,
    sow_until smallint
);


ALTER TABLE stock.varieties OWNER TO quillmere;

--
-- Name: on_hand; Type: VIEW; Schema: stock; Owner: quillmere
--

CREATE VIEW stock.on_hand AS
 SELECT v.id AS variety_id,
    v.species,
    v.name,
    ( SELECT COALESCE(sum(m.grams), (0)::bigint) AS "coalesce"
           FROM (stock.movements m
             JOIN stock.lots t ON ((t.id = m.lot_id)))
          WHERE ((t.variety_id = v.id) AND (NOT t.blocked))) AS grams
   FROM stock.varieties v;


ALTER TABLE stock.on_hand OWNER TO quillmere;

--
-- Name: varieties_id_seq; Type: SEQUENCE; Schema: stock; Owner: quillmere
--

CREATE SEQUENCE stock.varieties_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE stock.varieties_id_seq OWNER TO quillmere;

--
-- Name: varieties_id_seq; Type: SEQUENCE OWNED BY; Schema: stock; Owner: quillmere
--

ALTER SEQUENCE stock.varieties_id_seq OWNED BY stock.varieties.id;


--
-- Name: movements_2023; Type: TABLE ATTACH; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.movements ATTACH PARTITION stock.movements_2023 FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');


--
-- Name: movements_2024; Type: TABLE ATTACH; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.movements ATTACH PARTITION stock.movements_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');


--
-- Name: movements_rest; Type: TABLE ATTACH; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.movements ATTACH PARTITION stock.movements_rest DEFAULT;


--
-- Name: order_changes id; Type: DEFAULT; Schema: audit; Owner: quillmere
--

ALTER TABLE ONLY audit.order_changes ALTER COLUMN id SET DEFAULT nextval('audit.order_changes_id_seq'::regclass);


--
-- Name: bank_imports id; Type: DEFAULT; Schema: billing; Owner: quillmere
--

ALTER TABLE ONLY billing.bank_imports ALTER COLUMN id SET DEFAULT nextval('billing.bank_imports_id_seq'::regclass);


--
-- Name: invoices id; Type: DEFAULT; Schema: billing; Owner: quillmere
--

ALTER TABLE ONLY billing.invoices ALTER COLUMN id SET DEFAULT nextval('billing.invoices_id_seq'::regclass);


--
-- Name: payments id; Type: DEFAULT; Schema: billing; Owner: quillmere
--

ALTER TABLE ONLY billing.payments ALTER COLUMN id SET DEFAULT nextval('billing.payments_id_seq'::regclass);


--
-- Name: addresses id; Type: DEFAULT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.addresses ALTER COLUMN id SET DEFAULT nextval('public.addresses_id_seq'::regclass);


--
-- Name: customers id; Type: DEFAULT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.customers ALTER COLUMN id SET DEFAULT nextval('public.customers_id_seq'::regclass);


--
-- Name: orders id; Type: DEFAULT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.orders ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass);


--
-- Name: staff id; Type: DEFAULT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.staff ALTER COLUMN id SET DEFAULT nextval('public.staff_id_seq'::regclass);


--
-- Name: germination_tests id; Type: DEFAULT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.germination_tests ALTER COLUMN id SET DEFAULT nextval('stock.germination_tests_id_seq'::regclass);


--
-- Name: growers id; Type: DEFAULT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.growers ALTER COLUMN id SET DEFAULT nextval('stock.growers_id_seq'::regclass);


--
-- Name: lots id; Type: DEFAULT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.lots ALTER COLUMN id SET DEFAULT nextval('stock.lots_id_seq'::regclass);


--
-- Name: varieties id; Type: DEFAULT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.varieties ALTER COLUMN id SET DEFAULT nextval('stock.varieties_id_seq'::regclass);


--
-- Data for Name: order_changes; Type: TABLE DATA; Schema: audit; Owner: quillmere
--

COPY audit.order_changes (id, order_id, operation, old_status, new_status, changed_by, changed_at) FROM stdin;
1	1	INSERT	\N	shipped	quillmere	2024-03-05 07:00:00+00
2	2	INSERT	\N	shipped	quillmere	2024-03-05 07:00:00+00
3	3	INSERT	\N	placed	quillmere	2024-03-05 07:00:00+00
4	4	INSERT	\N	draft	quillmere	2024-03-05 07:00:00+00
\.


--
-- Data for Name: bank_imports; Type: TABLE DATA; Schema: billing; Owner: quillmere
--

COPY billing.bank_imports (id, booked_on, cents, purpose, matched) FROM stdin;
1	2020-05-02	3270	I-2020-0417	t
2	2024-03-20	500	thank you; select from the best!	f
\.


--
-- Data for Name: invoices; Type: TABLE DATA; Schema: billing; Owner: quillmere
--

COPY billing.invoices (id, invoice_no, order_id, issued_on, due_on, total_cents, paid_cents, status) FROM stdin;
1	I-2020-0417	1	2020-04-18	2020-05-02	3270	3270	paid
2	I-2024-0302	2	2024-03-02	2024-03-16	1210	0	open
3	I-W-88	3	2024-03-05	2024-03-19	1130	0	open
\.


--
-- Data for Name: payments; Type: TABLE DATA; Schema: billing; Owner: quillmere
--

COPY billing.payments (id, invoice_id, received_on, cents, bank_reference) FROM stdin;
1	1	2020-05-02	3270	SEPA 2020-05-02/14
\.


--
-- Data for Name: reminders; Type: TABLE DATA; Schema: billing; Owner: quillmere
--

COPY billing.reminders (invoice_id, level, sent_on) FROM stdin;
2	1	2024-04-02
\.


--
-- Data for Name: addresses; Type: TABLE DATA; Schema: public; Owner: quillmere
--

COPY public.addresses (id, customer_id, street, postcode, town, is_default) FROM stdin;
1	1	Plot Lane 1	10010	Uppervale	t
2	2	Brook 7	20020	Lowervale	t
3	3	Dyke 3	30030	Marsham	t
4	4	School Yard 4	10011	Uppervale	t
5	5	Harbour 9	40040	Outer Skell	t
\.


--
-- Data for Name: customers; Type: TABLE DATA; Schema: public; Owner: quillmere
--

COPY public.customers (id, customer_no, name, email, region_id, fax, created_at) FROM stdin;
1	C-1001	Allotments of Upper Vale	plots@uppervale.example	1	0555 1001	2019-03-01 09:12:00+00
2	C-1002	Garden of the Two Sisters	\N	2	\N	2020-02-11 10:00:00+00
3	C-1003	Thistle; "Burr" & Sons\tLtd	orders@thistle.example	3	\N	2021-01-20 08:30:00+00
4	C-1004	School O'Fern\\Class 4b	class4b@fern.example	\N	\N	2023-09-04 11:45:00+00
5	C-1005	two lines:\nINSERT INTO customers VALUES (1); --	lines@example.example	4	\N	2024-02-29 12:00:00+00
\.


--
-- Data for Name: order_lines; Type: TABLE DATA; Schema: public; Owner: quillmere
--

COPY public.order_lines (order_id, line_no, variety_id, packets, unit_price_cents) FROM stdin;
1	1	1	10	240
1	2	2	2	290
2	1	1	2	240
2	2	3	2	220
3	1	4	2	370
\.


--
-- Data for Name: orders; Type: TABLE DATA; Schema: public; Owner: quillmere
--

COPY public.orders (id, order_no, customer_id, address_id, status, placed_at, amount_eur, total_cents, voucher_code, current_invoice_id, web_order_id, updated_at) FROM stdin;
4	2024-0305	4	\N	draft	\N	\N	\N	\N	\N	\N	2024-03-05 16:40:00+00
1	2020-0417	1	1	shipped	2020-04-17 09:00:00+00	31.40	3270	\N	1	\N	2020-04-17 09:00:00+00
2	2024-0302	2	2	shipped	2024-03-02 10:30:00+00	\N	1210	SORRY15	2	\N	2024-03-02 10:30:00+00
3	W-88	3	3	placed	2024-03-04 18:21:00+00	\N	1130	\N	3	88	2024-03-04 18:21:00+00
\.


--
-- Data for Name: price_list; Type: TABLE DATA; Schema: public; Owner: quillmere
--

COPY public.price_list (variety_id, valid_from, packet_cents) FROM stdin;
1	2023-01-01	240
2	2023-01-01	290
3	2023-01-01	220
4	2023-01-01	350
4	2024-01-01	370
\.


--
-- Data for Name: regions; Type: TABLE DATA; Schema: public; Owner: quillmere
--

COPY public.regions (id, name, postage_cents) FROM stdin;
1	Upper Vale	290
2	Lower Vale	290
3	Marsh	390
4	Islands	790
\.


--
-- Data for Name: sales_stats_2022; Type: TABLE DATA; Schema: public; Owner: quillmere
--

COPY public.sales_stats_2022 (variety_id, month, packets, cents) FROM stdin;
1	3	410	98400
2	3	220	63800
\.


--
-- Data for Name: sales_stats_2023; Type: TABLE DATA; Schema: public; Owner: quillmere
--

COPY public.sales_stats_2023 (variety_id, month, packets, cents) FROM stdin;
1	3	455	109200
4	2	130	45500
\.


--
-- Data for Name: sales_stats_2024; Type: TABLE DATA; Schema: public; Owner: quillmere
--

COPY public.sales_stats_2024 (variety_id, month, packets, cents) FROM stdin;
\.


--
-- Data for Name: staff; Type: TABLE DATA; Schema: public; Owner: quillmere
--

COPY public.staff (id, login, full_name, manager_id, left_on) FROM stdin;
1	odile	Odile Tamsin	\N	\N
2	bram	Bram Ferrow	1	\N
3	ines	Ines Quarrel	1	2023-05-31
\.


--
-- Data for Name: vouchers; Type: TABLE DATA; Schema: public; Owner: quillmere
--

COPY public.vouchers (code, percent_off, valid_until, given_to) FROM stdin;
SPRING10	10	2024-05-31	\N
SORRY15	15	\N	2
\.


--
-- Data for Name: daily_summary; Type: TABLE DATA; Schema: reporting; Owner: quillmere
--

COPY reporting.daily_summary (day, region, open_orders, open_cents) FROM stdin;
2024-03-04	Marsh	1	740
\.


--
-- Data for Name: bins; Type: TABLE DATA; Schema: stock; Owner: quillmere
--

COPY stock.bins (code, lot_id, note) FROM stdin;
A1	1	\N
A2	2	mice!
B1	\N	do not use\\
B2	4	\N
\.


--
-- Data for Name: germination_tests; Type: TABLE DATA; Schema: stock; Owner: quillmere
--

COPY stock.germination_tests (id, lot_id, tested_on, sown, sprouted, tested_by) FROM stdin;
1	1	2023-10-02	200	183	2
2	2	2023-10-02	200	176	2
3	3	2023-11-15	200	125	3
\.


--
-- Data for Name: growers; Type: TABLE DATA; Schema: stock; Owner: quillmere
--

COPY stock.growers (id, name, organic, region_id) FROM stdin;
1	Farm at the Weir	t	2
2	Hollow Field	f	1
\.


--
-- Data for Name: lots; Type: TABLE DATA; Schema: stock; Owner: quillmere
--

COPY stock.lots (id, lot_no, variety_id, grower_id, harvested_on, germination_percent, blocked) FROM stdin;
1	L23-001	1	1	2023-08-30	91.5	f
2	L23-002	2	1	2023-07-14	88.0	f
3	L23-003	3	2	2023-09-20	62.5	t
4	L24-001	4	2	2024-09-02	\N	f
\.


--
-- Data for Name: movements_2023; Type: TABLE DATA; Schema: stock; Owner: quillmere
--

COPY stock.movements_2023 (id, lot_id, moved_on, grams, reason, order_id) FROM stdin;
1	1	2023-09-01	12000	harvest	\N
2	2	2023-07-20	20000	harvest	\N
\.


--
-- Data for Name: movements_2024; Type: TABLE DATA; Schema: stock; Owner: quillmere
--

COPY stock.movements_2024 (id, lot_id, moved_on, grams, reason, order_id) FROM stdin;
3	1	2024-03-02	-150	packed	1
4	2	2024-03-02	-400	packed	1
5	4	2024-09-10	3000	harvest	\N
\.


--
-- Data for Name: movements_rest; Type: TABLE DATA; Schema: stock; Owner: quillmere
--

COPY stock.movements_rest (id, lot_id, moved_on, grams, reason, order_id) FROM stdin;
6	1	2025-02-01	-100	packed	\N
\.


--
-- Data for Name: varieties; Type: TABLE DATA; Schema: stock; Owner: quillmere
--

COPY stock.varieties (id, species, name, sow_from, sow_until) FROM stdin;
1	carrot	Long Lantern	3	6
2	pea	Early Bell	2	5
3	kale	Black Frill	5	7
4	tomato	Sunday Red	2	4
\.


--
-- Name: order_changes_id_seq; Type: SEQUENCE SET; Schema: audit; Owner: quillmere
--

SELECT pg_catalog.setval('audit.order_changes_id_seq', 4, true);


--
-- Name: bank_imports_id_seq; Type: SEQUENCE SET; Schema: billing; Owner: quillmere
--

SELECT pg_catalog.setval('billing.bank_imports_id_seq', 2, true);


--
-- Name: invoices_id_seq; Type: SEQUENCE SET; Schema: billing; Owner: quillmere
--

SELECT pg_catalog.setval('billing.invoices_id_seq', 3, true);


--
-- Name: payments_id_seq; Type: SEQUENCE SET; Schema: billing; Owner: quillmere
--

SELECT pg_catalog.setval('billing.payments_id_seq', 1, true);


--
-- Name: addresses_id_seq; Type: SEQUENCE SET; Schema: public; Owner: quillmere
--

SELECT pg_catalog.setval('public.addresses_id_seq', 5, true);


--
-- Name: customers_id_seq; Type: SEQUENCE SET; Schema: public; Owner: quillmere
--

SELECT pg_catalog.setval('public.customers_id_seq', 5, true);


--
-- Name: orders_id_seq; Type: SEQUENCE SET; Schema: public; Owner: quillmere
--

SELECT pg_catalog.setval('public.orders_id_seq', 4, true);


--
-- Name: regions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: quillmere
--

SELECT pg_catalog.setval('public.regions_id_seq', 4, true);


--
-- Name: staff_id_seq; Type: SEQUENCE SET; Schema: public; Owner: quillmere
--

SELECT pg_catalog.setval('public.staff_id_seq', 3, true);


--
-- Name: germination_tests_id_seq; Type: SEQUENCE SET; Schema: stock; Owner: quillmere
--

SELECT pg_catalog.setval('stock.germination_tests_id_seq', 3, true);


--
-- Name: growers_id_seq; Type: SEQUENCE SET; Schema: stock; Owner: quillmere
--

SELECT pg_catalog.setval('stock.growers_id_seq', 2, true);


--
-- Name: lots_id_seq; Type: SEQUENCE SET; Schema: stock; Owner: quillmere
--

SELECT pg_catalog.setval('stock.lots_id_seq', 4, true);


--
-- Name: movements_id_seq; Type: SEQUENCE SET; Schema: stock; Owner: quillmere
--

SELECT pg_catalog.setval('stock.movements_id_seq', 6, true);


--
-- Name: varieties_id_seq; Type: SEQUENCE SET; Schema: stock; Owner: quillmere
--

SELECT pg_catalog.setval('stock.varieties_id_seq', 4, true);


--
-- Name: order_changes order_changes_pkey; Type: CONSTRAINT; Schema: audit; Owner: quillmere
--

ALTER TABLE ONLY audit.order_changes
    ADD CONSTRAINT order_changes_pkey PRIMARY KEY (id);


--
-- Name: bank_imports bank_imports_pkey; Type: CONSTRAINT; Schema: billing; Owner: quillmere
--

ALTER TABLE ONLY billing.bank_imports
    ADD CONSTRAINT bank_imports_pkey PRIMARY KEY (id);


--
-- Name: invoices invoices_invoice_no_key; Type: CONSTRAINT; Schema: billing; Owner: quillmere
--

ALTER TABLE ONLY billing.invoices
    ADD CONSTRAINT invoices_invoice_no_key UNIQUE (invoice_no);


--
-- Name: invoices invoices_pkey; Type: CONSTRAINT; Schema: billing; Owner: quillmere
--

ALTER TABLE ONLY billing.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (id);


--
-- Name: payments payments_pkey; Type: CONSTRAINT; Schema: billing; Owner: quillmere
--

ALTER TABLE ONLY billing.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (id);


--
-- Name: reminders reminders_pkey; Type: CONSTRAINT; Schema: billing; Owner: quillmere
--

ALTER TABLE ONLY billing.reminders
    ADD CONSTRAINT reminders_pkey PRIMARY KEY (invoice_id, level);


--
-- Name: addresses addresses_pkey; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.addresses
    ADD CONSTRAINT addresses_pkey PRIMARY KEY (id);


--
-- Name: customers customers_customer_no_key; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_customer_no_key UNIQUE (customer_no);


--
-- Name: customers customers_pkey; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (id);


--
-- Name: order_lines order_lines_pkey; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.order_lines
    ADD CONSTRAINT order_lines_pkey PRIMARY KEY (order_id, line_no);


--
-- Name: orders orders_order_no_key; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_order_no_key UNIQUE (order_no);


--
-- Name: orders orders_pkey; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);


--
-- Name: orders orders_web_order_id_key; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_web_order_id_key UNIQUE (web_order_id);


--
-- Name: price_list price_list_pkey; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.price_list
    ADD CONSTRAINT price_list_pkey PRIMARY KEY (variety_id, valid_from);


--
-- Name: regions regions_name_key; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.regions
    ADD CONSTRAINT regions_name_key UNIQUE (name);


--
-- Name: regions regions_pkey; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.regions
    ADD CONSTRAINT regions_pkey PRIMARY KEY (id);


--
-- Name: sales_stats_2022 sales_stats_2022_pkey; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.sales_stats_2022
    ADD CONSTRAINT sales_stats_2022_pkey PRIMARY KEY (variety_id, month);


--
-- Name: sales_stats_2023 sales_stats_2023_pkey; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.sales_stats_2023
    ADD CONSTRAINT sales_stats_2023_pkey PRIMARY KEY (variety_id, month);


--
-- Name: sales_stats_2024 sales_stats_2024_pkey; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.sales_stats_2024
    ADD CONSTRAINT sales_stats_2024_pkey PRIMARY KEY (variety_id, month);


--
-- Name: staff staff_login_key; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_login_key UNIQUE (login);


--
-- Name: staff staff_pkey; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (id);


--
-- Name: vouchers vouchers_pkey; Type: CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.vouchers
    ADD CONSTRAINT vouchers_pkey PRIMARY KEY (code);


--
-- Name: daily_summary daily_summary_pkey; Type: CONSTRAINT; Schema: reporting; Owner: quillmere
--

ALTER TABLE ONLY reporting.daily_summary
    ADD CONSTRAINT daily_summary_pkey PRIMARY KEY (day, region);


--
-- Name: bins bins_pkey; Type: CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.bins
    ADD CONSTRAINT bins_pkey PRIMARY KEY (code);


--
-- Name: germination_tests germination_tests_pkey; Type: CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.germination_tests
    ADD CONSTRAINT germination_tests_pkey PRIMARY KEY (id);


--
-- Name: growers growers_pkey; Type: CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.growers
    ADD CONSTRAINT growers_pkey PRIMARY KEY (id);


--
-- Name: lots lots_lot_no_key; Type: CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.lots
    ADD CONSTRAINT lots_lot_no_key UNIQUE (lot_no);


--
-- Name: lots lots_pkey; Type: CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.lots
    ADD CONSTRAINT lots_pkey PRIMARY KEY (id);


--
-- Name: varieties varieties_pkey; Type: CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.varieties
    ADD CONSTRAINT varieties_pkey PRIMARY KEY (id);


--
-- Name: varieties varieties_species_name_key; Type: CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.varieties
    ADD CONSTRAINT varieties_species_name_key UNIQUE (species, name);


--
-- Name: invoices_open_idx; Type: INDEX; Schema: billing; Owner: quillmere
--

CREATE INDEX invoices_open_idx ON billing.invoices USING btree (due_on) WHERE (status = 'open'::text);


--
-- Name: customers_name_idx; Type: INDEX; Schema: public; Owner: quillmere
--

CREATE INDEX customers_name_idx ON public.customers USING btree (lower(name) text_pattern_ops);


--
-- Name: orders_customer_id_idx; Type: INDEX; Schema: public; Owner: quillmere
--

CREATE INDEX orders_customer_id_idx ON public.orders USING btree (customer_id);


--
-- Name: orders_placed_at_idx; Type: INDEX; Schema: public; Owner: quillmere
--

CREATE INDEX orders_placed_at_idx ON public.orders USING brin (placed_at);


--
-- Name: monthly_revenue_key; Type: INDEX; Schema: reporting; Owner: quillmere
--

CREATE UNIQUE INDEX monthly_revenue_key ON reporting.monthly_revenue USING btree (month, region);


--
-- Name: movements_lot_id_idx; Type: INDEX; Schema: stock; Owner: quillmere
--

CREATE INDEX movements_lot_id_idx ON ONLY stock.movements USING btree (lot_id);


--
-- Name: movements_2023_lot_id_idx; Type: INDEX; Schema: stock; Owner: quillmere
--

CREATE INDEX movements_2023_lot_id_idx ON stock.movements_2023 USING btree (lot_id);


--
-- Name: movements_2024_lot_id_idx; Type: INDEX; Schema: stock; Owner: quillmere
--

CREATE INDEX movements_2024_lot_id_idx ON stock.movements_2024 USING btree (lot_id);


--
-- Name: movements_rest_lot_id_idx; Type: INDEX; Schema: stock; Owner: quillmere
--

CREATE INDEX movements_rest_lot_id_idx ON stock.movements_rest USING btree (lot_id);


--
-- Name: movements_2023_lot_id_idx; Type: INDEX ATTACH; Schema: stock; Owner: quillmere
--

ALTER INDEX stock.movements_lot_id_idx ATTACH PARTITION stock.movements_2023_lot_id_idx;


--
-- Name: movements_2024_lot_id_idx; Type: INDEX ATTACH; Schema: stock; Owner: quillmere
--

ALTER INDEX stock.movements_lot_id_idx ATTACH PARTITION stock.movements_2024_lot_id_idx;


--
-- Name: movements_rest_lot_id_idx; Type: INDEX ATTACH; Schema: stock; Owner: quillmere
--

ALTER INDEX stock.movements_lot_id_idx ATTACH PARTITION stock.movements_rest_lot_id_idx;


--
-- Name: overdue _RETURN; Type: RULE; Schema: billing; Owner: quillmere
--

CREATE OR REPLACE VIEW billing.overdue AS
 SELECT i.id,
    i.invoice_no,
    i.due_on,
    (i.total_cents - i.paid_cents) AS open_cents,
    o.order_no,
    o.customer_id,
    COALESCE((max(m.level))::integer, 0) AS reminded
   FROM ((billing.invoices i
     JOIN public.orders o ON ((o.id = i.order_id)))
     LEFT JOIN billing.reminders m ON ((m.invoice_id = i.id)))
  WHERE ((i.status = 'open'::text) AND (i.due_on < CURRENT_DATE))
  GROUP BY i.id, o.id;


--
-- Name: open_orders _RETURN; Type: RULE; Schema: reporting; Owner: quillmere
--

CREATE OR REPLACE VIEW reporting.open_orders AS
 SELECT o.id,
    o.order_no,
    c.name AS customer,
    r.name AS region,
    o.placed_at,
    (sum(l.line_cents))::bigint AS cents
   FROM (((public.orders o
     JOIN public.customers c ON ((c.id = o.customer_id)))
     LEFT JOIN public.regions r ON ((r.id = c.region_id)))
     JOIN public.order_lines l ON ((l.order_id = o.id)))
  WHERE (o.status = ANY (ARRAY['placed'::public.order_status, 'packed'::public.order_status]))
  GROUP BY o.id, c.id, r.id;


--
-- Name: payments payments_apply; Type: TRIGGER; Schema: billing; Owner: quillmere
--

CREATE TRIGGER payments_apply AFTER INSERT ON billing.payments FOR EACH ROW EXECUTE FUNCTION billing.apply_payment();


--
-- Name: orders orders_audit; Type: TRIGGER; Schema: public; Owner: quillmere
--

CREATE TRIGGER orders_audit AFTER INSERT OR DELETE OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION audit.log_order_change();


--
-- Name: orders orders_touch; Type: TRIGGER; Schema: public; Owner: quillmere
--

CREATE TRIGGER orders_touch BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();


--
-- Name: invoices invoices_order_id_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: quillmere
--

ALTER TABLE ONLY billing.invoices
    ADD CONSTRAINT invoices_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);


--
-- Name: payments payments_invoice_id_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: quillmere
--

ALTER TABLE ONLY billing.payments
    ADD CONSTRAINT payments_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES billing.invoices(id);


--
-- Name: reminders reminders_invoice_id_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: quillmere
--

ALTER TABLE ONLY billing.reminders
    ADD CONSTRAINT reminders_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES billing.invoices(id);


--
-- Name: addresses addresses_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.addresses
    ADD CONSTRAINT addresses_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers(id) ON DELETE CASCADE;


--
-- Name: customers customers_region_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.regions(id);


--
-- Name: order_lines order_lines_order_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.order_lines
    ADD CONSTRAINT order_lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE CASCADE;


--
-- Name: order_lines order_lines_variety_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.order_lines
    ADD CONSTRAINT order_lines_variety_id_fkey FOREIGN KEY (variety_id) REFERENCES stock.varieties(id);


--
-- Name: orders orders_address_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_address_id_fkey FOREIGN KEY (address_id) REFERENCES public.addresses(id);


--
-- Name: orders orders_current_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_current_invoice_id_fkey FOREIGN KEY (current_invoice_id) REFERENCES billing.invoices(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: orders orders_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers(id);


--
-- Name: orders orders_voucher_code_fkey; Type: FK CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_voucher_code_fkey FOREIGN KEY (voucher_code) REFERENCES public.vouchers(code);


--
-- Name: price_list price_list_variety_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.price_list
    ADD CONSTRAINT price_list_variety_id_fkey FOREIGN KEY (variety_id) REFERENCES stock.varieties(id);


--
-- Name: staff staff_manager_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_manager_id_fkey FOREIGN KEY (manager_id) REFERENCES public.staff(id);


--
-- Name: vouchers vouchers_given_to_fkey; Type: FK CONSTRAINT; Schema: public; Owner: quillmere
--

ALTER TABLE ONLY public.vouchers
    ADD CONSTRAINT vouchers_given_to_fkey FOREIGN KEY (given_to) REFERENCES public.customers(id);


--
-- Name: bins bins_lot_id_fkey; Type: FK CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.bins
    ADD CONSTRAINT bins_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES stock.lots(id);


--
-- Name: germination_tests germination_tests_lot_id_fkey; Type: FK CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.germination_tests
    ADD CONSTRAINT germination_tests_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES stock.lots(id);


--
-- Name: germination_tests germination_tests_tested_by_fkey; Type: FK CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.germination_tests
    ADD CONSTRAINT germination_tests_tested_by_fkey FOREIGN KEY (tested_by) REFERENCES public.staff(id);


--
-- Name: growers growers_region_id_fkey; Type: FK CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.growers
    ADD CONSTRAINT growers_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.regions(id);


--
-- Name: lots lots_grower_id_fkey; Type: FK CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.lots
    ADD CONSTRAINT lots_grower_id_fkey FOREIGN KEY (grower_id) REFERENCES stock.growers(id);


--
-- Name: lots lots_variety_id_fkey; Type: FK CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE ONLY stock.lots
    ADD CONSTRAINT lots_variety_id_fkey FOREIGN KEY (variety_id) REFERENCES stock.varieties(id);


--
-- Name: movements movements_lot_id_fkey; Type: FK CONSTRAINT; Schema: stock; Owner: quillmere
--

ALTER TABLE stock.movements
    ADD CONSTRAINT movements_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES stock.lots(id);


--
-- Name: SCHEMA billing; Type: ACL; Schema: -; Owner: quillmere
--

GRANT USAGE ON SCHEMA billing TO report_reader;


--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: pg_database_owner
--

GRANT ALL ON SCHEMA public TO quillmere;


--
-- Name: SCHEMA reporting; Type: ACL; Schema: -; Owner: quillmere
--

GRANT USAGE ON SCHEMA reporting TO report_reader;


--
-- Name: SCHEMA stock; Type: ACL; Schema: -; Owner: quillmere
--

GRANT USAGE ON SCHEMA stock TO report_reader;


--
-- Name: TABLE customers; Type: ACL; Schema: public; Owner: quillmere
--

GRANT SELECT ON TABLE public.customers TO report_reader;


--
-- Name: TABLE orders; Type: ACL; Schema: public; Owner: quillmere
--

GRANT SELECT ON TABLE public.orders TO report_reader;


--
-- Name: TABLE regions; Type: ACL; Schema: public; Owner: quillmere
--

GRANT SELECT ON TABLE public.regions TO report_reader;


--
-- Name: TABLE daily_summary; Type: ACL; Schema: reporting; Owner: quillmere
--

GRANT SELECT ON TABLE reporting.daily_summary TO report_reader;


--
-- Name: TABLE monthly_revenue; Type: ACL; Schema: reporting; Owner: quillmere
--

GRANT SELECT ON TABLE reporting.monthly_revenue TO report_reader;


--
-- Name: TABLE on_hand; Type: ACL; Schema: stock; Owner: quillmere
--

GRANT SELECT ON TABLE stock.on_hand TO report_reader;


--
-- Name: monthly_revenue; Type: MATERIALIZED VIEW DATA; Schema: reporting; Owner: quillmere
--

REFRESH MATERIALIZED VIEW reporting.monthly_revenue;


--
-- PostgreSQL database dump complete
--

\unrestrict 52SfR4Ig9hYsBkI9aBVXUqGcYGMJLHvZV31ATC6BYzB0jYUAygfJlLFErBZuSMW

