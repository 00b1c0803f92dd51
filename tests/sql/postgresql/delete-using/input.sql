DELETE FROM films USING producers p WHERE p.id = films.producer_id
RETURNING films.title;
