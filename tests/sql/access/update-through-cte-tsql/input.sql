WITH late AS (SELECT id, state FROM orders WHERE due < 7)
UPDATE late SET state = 'late';
