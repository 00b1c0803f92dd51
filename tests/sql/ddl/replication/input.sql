CREATE PUBLICATION pub FOR TABLE app.customer, ONLY parent (id) WHERE (id > 1)
	WITH (publish = 'insert');
ALTER PUBLICATION pub ADD TABLE ONLY app.more;
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE SUBSCRIPTION sub CONNECTION 'host=h password=p' PUBLICATION p1, p2;
