SELECT id FROM docs WHERE body MATCH 'x' AND id IN chosen AND kind NOT IN main.bad;
WITH w AS (SELECT id FROM gone) DELETE FROM docs WHERE id IN w AND title NOT NULL;
SELECT rank FROM email('query');
SELECT user.name, value FROM user, json_each(user.phone) WHERE json_each.key = 1;
INSERT INTO docs (title) VALUES ("a title");
