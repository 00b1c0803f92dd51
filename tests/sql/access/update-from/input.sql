UPDATE t SET n = x.v FROM x WHERE t.id = x.id;
