CREATE RULE audit AS ON DELETE TO orders DO ALSO
	INSERT INTO gone (id, total) VALUES (OLD.id, OLD.total);
