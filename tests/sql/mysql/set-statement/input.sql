SET STATEMENT max_statement_time = 100 FOR SELECT total FROM orders;
SET STATEMENT sort_buffer_size = 1, join_buffer_size = 2 FOR
	INSERT INTO totals (total) SELECT total FROM orders;
