\restrict A4CbFLfBjp
SET client_encoding = 'UTF8';
CREATE TABLE t (id int);
\unrestrict A4CbFLfBjp
