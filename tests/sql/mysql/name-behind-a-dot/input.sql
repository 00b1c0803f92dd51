SELECT id FROM .orders;
