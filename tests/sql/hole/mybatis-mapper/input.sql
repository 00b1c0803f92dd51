<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE mapper PUBLIC "-//mybatis.org//DTD Mapper 3.0//EN" "mybatis-3-mapper.dtd">
<mapper namespace="app.OrderMapper"> <!-- it's one -->
  <resultMap id="order" type="Order"><id property="id" column="id"/></resultMap>
  <sql id="columns">${alias}.id, ${alias}.total</sql>
  <sql id="from">FROM ${schema}.<include refid="table"/> o</sql>
  <sql id="table">orders</sql>
  <sql id="elsewhere">WHERE gone = 0</sql>
  <select id="list" resultMap="order">
    SELECT
    <include refid="app.OrderMapper.columns"><property name="alias" value="o"/></include>
    <include refid="from"/>
    <where>
      <if test="min &gt; 0">AND o.total &gt; #{min}</if>
    </where>
    ORDER BY ${order}
  </select>
  <insert id="add">
    <selectKey keyProperty="id" order="BEFORE">SELECT max(id) + 1 FROM orders</selectKey>
    <bind name="total" value="a + b"/>
    INSERT INTO orders (id, total) VALUES (#{id}, #{total})
  </insert>
  <select id="other">SELECT <include refid="app.Other.columns"/> FROM customers</select>
</mapper>
