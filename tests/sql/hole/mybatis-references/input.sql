SELECT a FROM t WHERE b &lt; #{b} AND c &gt;= 4 <if test="d &gt; 0 and e == 'x'">AND d &lt;&gt; 3</if>;
SELECT a FROM t WHERE <![CDATA[ b < 1 AND c > 2 ]]> <!-- it's a comment --> AND d = '&lt;e>';
