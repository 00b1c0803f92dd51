SELECT a FROM t WHERE b = ? AND c = $1 AND d = :d AND e = %s AND f = %(f)s
	AND g = #{g} AND h = ${h} AND i = {i} AND j = @j AND k IN (?, ?);
