<select id="x">SELECT a FROM orders
<where><if test="b != null and c > 1"> AND b = #{b} </if></where>
ORDER BY ${col}</select>;
<update id="u">UPDATE orders <set><if test="a">a = #{a},</if> b = #{b}</set>
WHERE id IN <foreach item="i" open="(" close=")">#{i}</foreach></update>;
SELECT a FROM t WHERE a <b AND c> d;
