CALL app.refresh(1, n => (SELECT max(id) FROM t));
