CREATE TYPE app.mood AS ENUM ('sad', 'it''s ok');
CREATE TYPE app.pair AS (a int, b varchar(3));
CREATE DOMAIN app.email AS text NOT NULL DEFAULT 'x' CHECK (VALUE ~ '@');
CREATE TYPE span AS RANGE (subtype = int);
ALTER TYPE app.mood ADD VALUE IF NOT EXISTS 'fine' BEFORE 'sad';
ALTER TYPE app.pair ADD ATTRIBUTE c date;
DROP TYPE app.mood, app.pair;
