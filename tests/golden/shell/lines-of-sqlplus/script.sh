sqlplus -s app/secret@shop <<EOF
set heading off
@$HOME/sql/check
UPDATE t1
set a = 1
/
exit
EOF
