SELECT count(*) FROM (${one} UNION ALL SELECT a FROM orders) c WHERE c.a > 1;
SELECT a FROM orders WHERE b IN (SELECT b FROM items UNION ${more});
${one} UNION SELECT a FROM orders;
CREATE VIEW v AS ${one} UNION ALL SELECT a FROM orders;
