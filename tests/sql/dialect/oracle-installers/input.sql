def owner = app
create &&mode. public synonym pay for &&owner..pay;
CREATE OR REPLACE AND COMPILE JAVA SOURCE NAMED w AS
public class W { String s = "a;b"; }
/
$ del x.tmp
CREATE TYPE BODY child AS
  MEMBER FUNCTION run RETURN NUMBER IS
  BEGIN
    RETURN (SELF AS parent).run(pkg.f(1));
  END;
END;
/
