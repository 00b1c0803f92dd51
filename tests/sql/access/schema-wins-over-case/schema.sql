CREATE TABLE "Mixed" ("Id" integer);
CREATE TABLE mixed (id integer);
