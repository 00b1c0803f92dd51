SELECT a FROM t WHERE b IN (${ids}) AND c IN ${list};
