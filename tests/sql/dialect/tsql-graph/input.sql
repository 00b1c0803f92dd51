SELECT p2.name FROM person p1, knows k, person p2 WHERE MATCH(p1-(k)->p2);
