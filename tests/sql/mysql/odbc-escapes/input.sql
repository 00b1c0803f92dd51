SELECT {d '2001-01-01'}, {ts '2001-01-01 00:00:00'}, {fn concat(name, state)}, id
FROM orders;
