# The commands: help, version, and what happens on a wrong call.
. "$(dirname "$0")/tap.sh"

run unmoor
is 'without a command the status is 2' "$status" 2
is 'and stdout stays empty' "$out" ''
like 'while stderr lists the commands' "$err" '^  facts  '
run unmoor help
is 'help is a result' "$status" 0
like 'on stdout' "$out" '^  facts  '
like 'help of a command shows its usage' "$(unmoor help facts)" \
	'^usage: unmoor facts .*FILE'
is 'which is its --help' "$(unmoor help facts)" "$(unmoor facts --help)"
like 'the version is shown' "$(unmoor --version)" '^unmoor [0-9]+[.][0-9]'

run unmoor scna
is 'an unknown command ends with 2' "$status" 2
like 'and is named' "$err" '^unmoor: scna: no such command'
run unmoor facts --frobnicate x
is 'an unknown option ends with 2' "$status" 2
like 'with the usage' "$err" 'frobnicate.*usage: unmoor facts'
run unmoor facts
is 'a missing argument ends with 2' "$status" 2
run unmoor facts nowhere.sql
is 'a missing file ends with 2' "$status" 2
like 'and is named' "$err" 'nowhere[.]sql cannot be read: No such file'
run unmoor facts --dialect klingon x
is 'an unknown dialect ends with 2' "$status" 2
echo x >x.unheard-of
run unmoor facts x.unheard-of
is 'a file that nobody reads ends with 2' "$status" 2
like 'and --language is what helps' "$err" 'give --language'
fails 'results that cannot be written end with 2' 2 \
	sh -c 'unmoor help >/dev/full'
done_testing
