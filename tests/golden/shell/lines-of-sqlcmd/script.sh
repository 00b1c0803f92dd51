sqlcmd -S db <<EOF
SELECT a FROM t1
GO
:r more.sql
EOF
