SELECT a -> 'x' ->> 'y', b #>> '{a}', c @> d, e ? 'k', f ?| ARRAY['a'] FROM t;
