SELECT a.id, b.name FROM people a JOIN people b ON b.boss = a.id;
