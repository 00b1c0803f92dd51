SELECT * FROM cities WHERE area > 1;
