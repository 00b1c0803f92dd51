SELECT row_to_json(o) AS doc FROM orders o;
