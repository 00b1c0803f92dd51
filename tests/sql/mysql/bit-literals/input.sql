SELECT 0b11, b'101', 0xFF, X'FF', id FROM orders WHERE flags & 0b1;
