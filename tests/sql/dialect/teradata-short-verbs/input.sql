SEL a, b FROM sales.t WHERE c = 1;
INS INTO sales.t (a, b) SEL x, y FROM stage.s;
INS sales.t (1, 'x', CURRENT_DATE);
INSERT INTO sales.log (process = 'load', ts = CURRENT_TIMESTAMP(0));
UPD sales.t SET a = 1 WHERE b = 2 ELSE INSERT INTO sales.t (a, b) VALUES (1, 2);
DEL FROM sales.t ALL;
DELETE sales.t ALL;
