CREATE TABLE all_hits AS hits ENGINE = Distributed(logs, default, hits, rand());
CREATE TABLE logs (id Int32) ENGINE = Merge(currentDatabase(), '^log_');
CREATE TABLE theirs (a Int32) ENGINE = PostgreSQL('h:1', 'db', 't', 'u', 'p', 'sales');
CREATE TABLE again CLONE AS hits;
CREATE MATERIALIZED VIEW daily TO db.days AS SELECT day, count() AS n FROM hits GROUP BY day;
CREATE DICTIONARY names (id UInt64) PRIMARY KEY id
SOURCE(CLICKHOUSE(TABLE 'users' DB 'app')) LAYOUT(FLAT()) LIFETIME(300);
SELECT dictGet('names', 'name', id) FROM hits WHERE user GLOBAL IN (SELECT id FROM vip) AND page IN pages;
