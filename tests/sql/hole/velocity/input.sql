SELECT a FROM t WHERE b = $b #if($c && $c.size() > 0) AND c = $!{c} #end ORDER BY d;
SELECT a FROM #if ($old) t1 #else t2 #end WHERE b = $!b;
SELECT a FROM t WHERE b IN (#foreach($i in $ids) $i #if($velocityHasNext), #end #end);
SELECT a FROM t WHERE b LIKE @{pattern, javaType=string} AND c = 1;
