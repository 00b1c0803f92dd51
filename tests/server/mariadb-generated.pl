# Prints the SQL of a schema of MariaDB: tables with foreign keys, partitions,
# checks, generated columns, views, triggers, procedures, functions, events.
#
#   perl mariadb-generated.pl TABLES
use strict;
use warnings;

my $n = shift // 500;
print "CREATE DATABASE `generated` CHARACTER SET utf8mb4;\nUSE `generated`;\n";
print "CREATE SEQUENCE numbers START WITH 100;\nDELIMITER ;;\n";
for my $i (0 .. $n - 1) {
	my $up = int($i / 3);
	table($i, $up);
	view($i, $up) if $i % 4 == 1;
	trigger($i, $up) if $i % 5 == 2;
	procedure($i, $up) if $i % 6 == 3;
	func($i) if $i % 7 == 4;
	event($i, $up) if $i % 25 == 5;
}

sub table {
	my ($i, $up) = @_;
	my $partitioned = $i % 10 == 9;
	my $key = $partitioned ? 'PRIMARY KEY (id, made)' : 'PRIMARY KEY (id)';
	my $reference = $partitioned || $i == 0 || $up % 10 == 9 ? '' : ",
	CONSTRAINT fk_$i FOREIGN KEY (up) REFERENCES t$up (id) ON DELETE CASCADE";
	my $parts = !$partitioned ? '' : $i % 20 == 9
		? ' PARTITION BY RANGE (made) (PARTITION old VALUES LESS THAN
			(2020), PARTITION new VALUES LESS THAN MAXVALUE)'
		: ' PARTITION BY HASH (made) PARTITIONS 4';
	print <<"END";
CREATE TABLE t$i (
	id INT NOT NULL AUTO_INCREMENT, up INT, made INT NOT NULL DEFAULT 2024,
	name VARCHAR(60) NOT NULL DEFAULT 'it''s', state ENUM('a','b''c'),
	price DECIMAL(10,2) CHECK (price >= 0), data JSON,
	gross DECIMAL(12,2) AS (price * 1.2) STORED,
	low VARCHAR(60) AS (lower(name)) VIRTUAL, `od``d $i` INT,
	number BIGINT DEFAULT nextval(numbers), body TEXT COMMENT 'of t$i; ''',
	changed TIMESTAMP NOT NULL DEFAULT now() ON UPDATE now(),
	$key, KEY by_name (name(10), made), KEY up (up),
	CONSTRAINT made_$i CHECK (made > 1900 AND name <> 'x')$reference
) COMMENT 'table $i'$parts;;
END
}

sub view {
	my ($i, $up) = @_;
	my $over = $i % 8 == 5 && $i > 8 ? 'v' . ($i - 4) : "t$up";
	print <<"END";
CREATE VIEW v$i AS SELECT a.id, a.name, sum(b.made) AS made, max(a.up) AS up
FROM t$i a LEFT JOIN $over b ON b.id = a.up WHERE a.made > (SELECT min(made)
FROM t$i) GROUP BY a.id, a.name HAVING count(*) > 1;;
END
}

sub trigger {
	my ($i, $up) = @_;
	print <<"END";
CREATE TRIGGER tr$i BEFORE UPDATE ON t$i FOR EACH ROW BEGIN
	IF NEW.name <> OLD.name THEN
		UPDATE t$up SET name = NEW.name WHERE id = OLD.up;
	END IF;
	SET NEW.made = OLD.made;
END;;
CREATE TRIGGER after_$i AFTER INSERT ON t$i FOR EACH ROW
	INSERT INTO t$up (name, made) VALUES (NEW.name, NEW.made);;
END
}

sub procedure {
	my ($i, $up) = @_;
	my $call = $i > 6 ? 'CALL p' . ($i - 6) . '(1, x);' : '';
	print <<"END";
CREATE PROCEDURE p$i(IN a INT, OUT x VARCHAR(60)) READS SQL DATA
COMMENT 'it''s; $i' BEGIN
	DECLARE done INT DEFAULT 0;
	DECLARE c CURSOR FOR SELECT name FROM t$i WHERE id = a;
	DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
	OPEN c; FETCH c INTO x; CLOSE c; $call
	DELETE FROM t$up WHERE made < a;
	SET \@q = 'SELECT id FROM t$i'; PREPARE s FROM \@q; EXECUTE s;
END;;
END
}

sub func {
	my ($i) = @_;
	print <<"END";
CREATE FUNCTION f$i(a INT, `b c` ENUM('x','y')) RETURNS DECIMAL(10,2)
DETERMINISTIC SQL SECURITY INVOKER
RETURN (SELECT sum(price) FROM t$i WHERE id = a);;
END
}

sub event {
	my ($i, $up) = @_;
	print <<"END";
CREATE EVENT e$i ON SCHEDULE EVERY $i MINUTE STARTS '2030-01-01 00:00:00'
ON COMPLETION PRESERVE DISABLE COMMENT 'event $i' DO
	INSERT INTO t$i (name, made) SELECT name, made FROM t$up;;
END
}
