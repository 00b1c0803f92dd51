-- A blind spot comes after the statement before it, not in front of it.
SELECT a FROM b;
SELECT a FROM b WHERE ) c;
SELECT a FROM b;
