UPDATE a, b SET a.x = 1, b.y = a.z WHERE a.id = b.id;
