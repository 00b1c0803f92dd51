SELECT a FROM {{.Table}} WHERE b = {{.B}} {{if .C}} AND c = {{.C}} {{end}} ORDER BY d;
SELECT {{range $i, $c := .Columns}}{{if $i}}, {{end}}{{$c}}{{end}} FROM t WHERE b = 1;
SELECT a FROM {{- if .Old}} t1 {{- else}} t2 {{- end}} WHERE b = 1;
{{define "list"}} SELECT a FROM t {{template "where" .}} {{end}}
{{/* it's a comment */}} {{define "count"}} SELECT count(*) FROM u {{end}}
