CREATE TABLE a (
	b INT DEFAULT (next_b()),
	c INT AS (made(b)) VIRTUAL,
	KEY ((keyed(c)))
) PARTITION BY HASH (spread(b)) PARTITIONS 4;
CREATE EVENT e ON SCHEDULE EVERY often() HOUR STARTS begun() DO CALL work(1);
