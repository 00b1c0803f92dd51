CREATE AGGREGATE app.agg(int) (SFUNC = app.add_up, STYPE = int, INITCOND = '0');
CREATE OPERATOR public.=== (FUNCTION = app.same, LEFTARG = int, RIGHTARG = int);
CREATE CAST (app.mood AS text) WITH FUNCTION app.mood_text(app.mood);
CREATE STATISTICS st (dependencies) ON id, t FROM parent;
CREATE TABLE follows (id int);
