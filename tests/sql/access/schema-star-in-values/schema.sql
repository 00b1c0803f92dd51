CREATE TABLE orders (id int, total numeric);
CREATE TABLE audit (what text, id int, total numeric);
