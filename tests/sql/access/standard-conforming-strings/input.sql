SET standard_conforming_strings = off;
SELECT 'it\'s' FROM t;
SET standard_conforming_strings = on;
SELECT '\' FROM u;
