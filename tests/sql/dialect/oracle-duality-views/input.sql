CREATE JSON RELATIONAL DUALITY VIEW race_v AS
SELECT JSON {'_id' : r.id, 'result' : [ SELECT JSON {'id' : m.id, UNNEST
  (SELECT JSON {'name' : d.name} FROM driver d WITH NOINSERT UPDATE WHERE d.id = m.driver)}
  FROM map m WITH INSERT UPDATE DELETE WHERE m.race = r.id ]}
FROM race r WITH UPDATE;
