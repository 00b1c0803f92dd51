SELECT row_to_json(t), t FROM t;
