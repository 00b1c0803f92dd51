#include "defines.h"
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT @extschema@.g(1) FROM @extschema@.t';
# if 1
SELECT @ a FROM b;
