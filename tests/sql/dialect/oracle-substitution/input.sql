SELECT a FROM &owner..emp, sales_&year WHERE b = &&b;
