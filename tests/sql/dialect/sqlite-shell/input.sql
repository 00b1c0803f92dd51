.read schema.sql
.import --csv --skip 1 "my file.csv" people
.import --schema temp f.csv fresh
.dump people
SELECT a FROM people;
.exit
