SELECT a FROM <choose><when test="x">t1</when><when test="y">t2</when><otherwise>t3</otherwise></choose> x
<where><choose>
  <when test="b">AND x.b = 1</when>
  <otherwise>AND x.c = 1</otherwise>
</choose></where>;
DELETE FROM <choose><when test="x">t1</when><otherwise>t2</otherwise></choose> WHERE id = #{id};
