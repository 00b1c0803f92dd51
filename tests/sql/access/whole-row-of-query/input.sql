SELECT row_to_json(d) AS doc FROM (SELECT id, name FROM people) d;
