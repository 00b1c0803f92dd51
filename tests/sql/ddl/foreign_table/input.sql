CREATE EXTENSION IF NOT EXISTS postgres_fdw WITH SCHEMA public;
CREATE SERVER srv FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h', dbname 'd');
CREATE FOREIGN TABLE app.ft (id int OPTIONS (column_name 'x'), n text)
	SERVER srv OPTIONS (schema_name 'public', table_name 'x');
CREATE USER MAPPING FOR joe SERVER srv OPTIONS (user 'u', password 'p');
IMPORT FOREIGN SCHEMA far FROM SERVER srv INTO near;
