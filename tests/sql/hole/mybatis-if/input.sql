SELECT a FROM t <where><if test="x">b = #{b}</if><if test="y">c = 2 AND d IS NULL</if></where>;
SELECT a FROM t WHERE (<foreach collection="l" index="i" item="j">
  <if test="i &gt; 0">OR</if> b IN <foreach collection="j" item="k" open="(" close=")">#{k}</foreach>
</foreach>) AND <if test="x">AND c = 1</if>;
SELECT a FROM t WHERE b <choose><when test="x">=</when><when test="y">&lt;&gt;</when><otherwise>LIKE</otherwise></choose> #{b} AND c = 1;
SELECT a FROM t WHERE c = 1 <choose><when test="x">AND (lower(b)</when><otherwise>AND (b</otherwise></choose> = #{b} OR d = 1);
SELECT r.a FROM (<if test="page">${before}</if> SELECT r.* <if test="page">${between}</if> FROM t r) r WHERE r.b = 1;
