\set ON_ERROR_STOP on
\i tables.sql
\ir '../views/all views.sql'
\include :folder/more.sql
\c shop
\connect - joe
SELECT 1 FROM after;
