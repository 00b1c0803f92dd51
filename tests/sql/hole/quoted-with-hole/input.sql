SELECT a FROM `${prefix}_orders` WHERE "b{n}" = 1;
