CREATE POLICY own ON orders USING (owner = current_user OR team IN
	(SELECT team FROM members WHERE name = current_user));
