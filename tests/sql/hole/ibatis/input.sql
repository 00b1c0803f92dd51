<sqlMap namespace="orders">
  <select id="list">
    SELECT a FROM $schema$.orders
    <dynamic prepend="WHERE">
      <isNotNull prepend="AND" property="b">b = #b#</isNotNull>
      <isGreaterThan prepend="AND" property="c" compareValue="0">c = #c:INTEGER#</isGreaterThan>
      <iterate prepend="AND" property="ids" open="(" close=")" conjunction="OR">d = #ids[]#</iterate>
    </dynamic>
    ORDER BY $order$
  </select>
  <procedure id="count">{call count_orders(?, ?)}</procedure>
</sqlMap>
