cat <<A && mysql shop <<'B'
nothing of interest
A
SELECT a FROM t
B
