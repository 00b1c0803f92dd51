SELECT :"col", :'value', :n FROM :tbl WHERE a = :n \gset
SELECT b FROM u;
