CREATE TABLE IF NOT EXISTS shop.orders (
	id bigint PRIMARY KEY,
	"Total" numeric(10, 2) DEFAULT 0.00 NOT NULL,
	placed timestamp with time zone DEFAULT now(),
	tags text[] DEFAULT '{}'::text[],
	code varchar(8) UNIQUE CHECK (code <> ''),
	note text COLLATE "C"
);
