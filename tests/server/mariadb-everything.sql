-- What MariaDB's databases may hold, less what examples/dumps/shop.sql has.
CREATE DATABASE everything;
USE everything;
CREATE SEQUENCE s1 START WITH 10 INCREMENT BY 5;
CREATE TABLE a (id int auto_increment primary key, `we``ird` varchar(20) default 'it''s \\ "x"', j json, n int default nextval(s1), g int as (n+1) stored, v varchar(30) generated always as (concat(`we``ird`,'''')) virtual, ts timestamp not null default current_timestamp on update current_timestamp, u uuid default uuid(), p point, e enum('a','b''c'), s set('x','y') default 'x', b bit(4) default b'101', i int invisible default 3, constraint ck1 check (n > 0 and `we``ird` <> 'a''b'), chk int check (chk < 10), fulltext ft (`we``ird`), index pre (`we``ird`(5)), d date default (current_date), dd decimal(10,2) default 1.5, x blob default 'abc', nn varchar(3) not null) comment 'some ''thing';
CREATE TABLE sp (p point not null, spatial index sx (p)) engine=myisam;
CREATE TABLE sv (x int) with system versioning;
CREATE TABLE sv2 (x int, rs timestamp(6) generated always as row start, re timestamp(6) generated always as row end, period for system_time(rs,re)) with system versioning partition by system_time (partition p0 history, partition p1 current);
CREATE TABLE part (a int, b int) partition by range (a) subpartition by hash (b) subpartitions 2 (partition p0 values less than (10), partition p1 values less than maxvalue);
CREATE TABLE part2 (a int, b int) partition by list columns (a,b) (partition p0 values in ((1,2),(3,4)));
CREATE TABLE part3 (a int key) partition by key (a) partitions 3;
CREATE TABLE part4 (a int, b varchar(3)) partition by range columns (a,b) (partition p0 values less than (10,'a'), partition p1 values less than (maxvalue,maxvalue));
CREATE TABLE fk (id int unique, constraint f1 foreign key (id) references a(id) on delete cascade on update cascade);
CREATE TABLE idx (a int, b int, key k (a desc, b), key ig (b) ignored, unique u (a) using hash) engine=memory;
CREATE VIEW v1 AS SELECT * FROM a WHERE id > (select max(id) from fk);
CREATE VIEW v2 (x, y) AS SELECT id, g FROM v1 WHERE g > 1 WITH LOCAL CHECK OPTION;
CREATE VIEW v4 (x, y) AS SELECT id, g FROM v1 UNION SELECT a, b FROM idx;
CREATE VIEW v3 AS WITH c AS (SELECT id FROM everything.a) SELECT c.id, count(*) FROM c GROUP BY 1;
delimiter //
CREATE TRIGGER tr1 BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.n = (SELECT max(id) FROM fk); INSERT INTO idx VALUES (NEW.n, 1); END//
CREATE TRIGGER tr2 BEFORE INSERT ON a FOR EACH ROW FOLLOWS tr1 SET NEW.n = 1 //
CREATE FUNCTION f1(p int, q varchar(20) charset utf8mb4, `r r` enum('a','b')) RETURNS int DETERMINISTIC READS SQL DATA COMMENT 'a ;; b' RETURN (SELECT count(*) FROM a WHERE id = p)//
CREATE PROCEDURE p1(IN a int, OUT b int, INOUT c decimal(10,2)) BEGIN DELETE FROM fk WHERE id = a; /* ;; */ CALL p2(); END//
CREATE PROCEDURE p2() SELECT 1 //
CREATE AGGREGATE FUNCTION agg(x int) RETURNS int BEGIN DECLARE s int default 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s; LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP; END//
CREATE EVENT ev1 ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ENDS '2031-01-01' COMMENT 'ev' DO BEGIN DELETE FROM fk; INSERT INTO idx SELECT id, id FROM a; END//
CREATE EVENT ev2 ON SCHEDULE AT '2030-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE DO UPDATE idx SET a = 1//
CREATE EVENT ev3 ON SCHEDULE EVERY '1:30' HOUR_MINUTE STARTS '2030-01-01 00:00:00' DO UPDATE idx SET a = 1//
