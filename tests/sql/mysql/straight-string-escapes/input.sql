SELECT 'it\'s', "say \"FROM x\"", 'a''b', c FROM t;
