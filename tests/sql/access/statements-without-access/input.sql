-- These read and write nothing, and give no line.
GRANT SELECT ON t TO reporting;
ANALYZE t;
VACUUM t;
BEGIN;
SET search_path TO shop;
