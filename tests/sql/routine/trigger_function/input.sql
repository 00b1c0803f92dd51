CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' THEN
		INSERT INTO audit (id, was) VALUES (OLD.id, OLD.name);
		RETURN OLD;
	END IF;
	NEW.changed := now();
	NEW.total = (SELECT sum(x) FROM lines WHERE order_id = NEW.id);
	RETURN NEW;
END $$;
