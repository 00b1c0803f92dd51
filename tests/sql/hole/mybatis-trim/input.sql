SELECT a FROM t
<trim prefix="WHERE" prefixOverrides="AND |OR ">
  <if test="b != null"> AND b = #{b} </if>
  <if test="c != null"> OR c = #{c} </if>
</trim>;
INSERT INTO t
<trim prefix="(" suffix=")" suffixOverrides=","><if test="a">a,</if><if test="b">b,</if></trim>
<trim prefix="VALUES (" suffix=")" suffixOverrides=","><if test="a">#{a},</if><if test="b">#{b},</if></trim>;
UPDATE t <trim prefix="SET" suffixOverrides=","><if test="a">a = #{a},</if></trim> WHERE id = #{id};
SELECT a FROM t WHERE b IN
<foreach item="i" collection="ids" open="(" close=")" separator=",">#{i}</foreach> AND c = 1;
