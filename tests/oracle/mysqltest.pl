#!/usr/bin/perl
# Cuts scripts of mysqltest into the statements that they send.
#
#   mysqltest.pl --root FOLDER [--set NAME=VALUE]... FILE...
#
# Prints three strings for each statement, each ended by a NUL: the file, the
# line, the statement. Commands of mysqltest are followed as far as texts
# alone tell: delimiter, let, eval, source, connections. Left out, and counted
# on standard error: bodies of if and while, statements of connections other
# than the first, those with a value that only a server knows.
use strict;
use warnings;

my ($root, %given, %left) = ('.');
my %known = map { $_ => 1 } qw(
	append_file assert cat_file change_user character_set chmod
	connect connection copy_file copy_files_wildcard dec delimiter die
	diff_files
	dirty_close disable_parsing disconnect echo enable_parsing end error
	eval evalp exec exit file_exists horizontal_results if inc
	let lowercase_result list_files list_files_append_file
	list_files_write_file mkdir move_file optimizer_trace output perl ping query
	query_attributes query_get_value query_horizontal
	query_vertical real_sleep reap remove_file remove_files_wildcard
	replace_column replace_numeric_round replace_regex replace_result
	require reset_connection result result_format rmdir save_master_pos send
	send_eval send_quit send_shutdown shutdown_server skip sleep
	sorted_result source start_timer end_timer sync_slave_with_master
	sync_with_master system vertical_results wait_for_slave_to_stop
	while write_file);
my (%vars, $delimiter, $connection, $parsing, $file);

# A word of mysqltest; those that switch something on or off are many.
sub is_command {
	my ($word) = @_;
	return $known{$word} || $word =~ /^(?:en|dis)able_\w+$/;
}

# The text with its variables replaced; undef when one has no value here.
sub filled {
	my ($text) = @_;
	my $whole = 1;
	$text =~ s{(\\\$)|\$([A-Za-z0-9_]+)}{
		if (defined $1) { '$' }
		elsif (defined $vars{$2}) { $vars{$2} }
		else { $whole = 0; '' }
	}ge;
	return $whole ? $text : undef;
}

sub statement {
	my ($line, $sql) = @_;
	$sql =~ s/^\s+|\s+$//g;
	return if $sql eq '';
	if (!defined $connection || $connection ne 'default') {
		$left{'of other connections'}++;
	} elsif ($sql =~ /\0/) {
		$left{'with bytes of zero'}++;
	} else {
		print "$file\0$line\0$sql\0";
	}
}

sub evaluated {
	my ($line, $sql) = @_;
	my $text = filled($sql);
	if (defined $text) {
		statement($line, $text);
	} else {
		$left{'with values of a server'}++;
	}
}

sub let {
	my ($what) = @_;
	return if $what !~ /^\s*\$?(\w+)\s*=\s*(.*?)\s*$/s;
	my ($name, $value) = ($1, $2);
	# Queries are run by mysqltest.
	$vars{$name} = $value =~ /^`|^query_get_value|^convert_error/
		? undef : filled($value);
}

sub step {
	my ($what, $by) = @_;
	my ($name) = $what =~ /\$(\w+)/;
	$vars{$name} += $by if defined $name && defined $vars{$name} &&
		$vars{$name} =~ /^-?\d+$/;
}

# One command of mysqltest; false where the script ends.
sub command {
	my ($word, $rest, $line, $text, $depth) = @_;
	if ($word =~ /^(?:exit|die|skip)$/) {
		return 0;
	} elsif ($word eq 'let') {
		let($rest);
	} elsif ($word eq 'inc' || $word eq 'dec') {
		step($rest, $word eq 'inc' ? 1 : -1);
	} elsif ($word =~ /^(?:eval|evalp|send_eval)$/) {
		evaluated($line, $rest);
	} elsif ($word =~ /^(?:query|query_vertical|query_horizontal|send)$/) {
		evaluated($line, $rest);
	} elsif ($word eq 'delimiter') {
		$rest =~ s/^\s+|\s+$//g;
		$delimiter = $rest if $rest ne '';
	} elsif ($word eq 'connect') {
		$connection = $rest =~ /^\s*\(?\s*(\w+)/ ? $1 : undef;
	} elsif ($word eq 'connection') {
		$connection = $rest =~ /^\s*(\w+)/ ? $1 : undef;
	} elsif ($word eq 'disable_parsing') {
		$parsing = 0;
	} elsif ($word eq 'enable_parsing') {
		$parsing = 1;
	} elsif ($word eq 'source') {
		my $path = filled($rest);
		if (defined $path) {
			$path =~ s/^\s+|\s+$//g;
			script("$root/$path", $depth + 1);
		}
	} elsif ($word =~ /^(?:perl|write_file|append_file)$/) {
		# Up to a line that the last word names, or EOF.
		my $end = $rest =~ ($word eq 'perl' ? qr/(\S+)\s*$/
			: qr/\S\s+(\S+)\s*$/) ? $1 : 'EOF';
		$$text =~ /\G.*?^\Q$end\E[^\n]*(?:\n|\z)/gcms;
	}
	return 1;
}

# Up to the end of the block that begins here; its statements are counted.
sub block {
	my ($text) = @_;
	my $depth = 1;
	while ($depth && pos($$text) < length $$text) {
		$$text =~ /\G\s*([^\n]*)(?:\n|\z)/gc;
		my $line = $1;
		$depth++ if $line =~ /^(?:--\s*)?(?:if|while)\b/ &&
			opens($line, $text);
		$depth-- if $line =~ /^(?:--\s*)?\}/;
		$left{'in if and while'}++ if $line =~ /^[^#].*;\s*$/;
	}
}

# Whether the head of if or while opens a block: its "{" may be on the line
# that follows.
sub opens {
	my ($line, $text) = @_;
	return 1 if $line =~ /\{\s*$/;
	return $$text =~ /\G\s*\{[^\n]*(?:\n|\z)/gc;
}

# What stands up to the delimiter, quotes respected.
sub to_delimiter {
	my ($text) = @_;
	my $begin = pos $$text;
	my $first = quotemeta substr $delimiter, 0, 1;
	while (pos($$text) < length $$text) {
		return substr $$text, $begin, $-[0] - $begin
			if $$text =~ /\G\Q$delimiter\E/gc;
		$$text =~ /\G(['"`])/gc
			? skip_quoted($text, $1)
			: $$text =~ /\G(?:[^'"`$first]{1,30000}|.)/gcs;
	}
	return substr $$text, $begin;
}

sub skip_quoted {
	my ($text, $quote) = @_;
	while ($$text =~ /\G[^\\$quote]*+(.)/gcs) {
		return if $1 eq $quote;
		$$text =~ /\G./gcs;
	}
	pos($$text) = length $$text;
}

sub script {
	my ($path, $depth) = @_;
	# Files that ask for a server's features, wait, or restart it.
	return 1 if $depth > 8 || $depth && $path =~ m{/(?:have|not?|wait|count|
		restart|kill|shutdown|start|stop|check|assert|master|force|big|
		long|default|reset|analyze|show)[^/]*$}x;
	open my $in, '<:raw', $path or do {
		$left{'in files that are not there'}++;
		return 1;
	};
	my $text = do { local $/; <$in> };
	close $in;
	my ($more, $line, $counted) = (1, 1, 0);
	pos($text) = 0;
	while ($more && pos($text) < length $text) {
		next if $text =~ /\G\s+/gc || $text =~ /\G#[^\n]*/gc;
		next if $text =~ /\G\}[^\n]*/gc;
		$line += substr($text, $counted, pos($text) - $counted) =~
			tr/\n//;
		$counted = pos $text;
		if ($text =~ /\G(?:--\s*)?(if|while)\s*\(/gci) {
			$text =~ /\G[^{]*\{/gc;
			$text =~ /\G[^\n]*\n/gc;
			block(\$text);
		} elsif ($text =~ /\G--?[ \t]*([^\n]*)(?:\n|\z)/gc) {
			my ($word, $rest) = $1 =~ /^(\w+)\s*(.*)$/s or next;
			$word = lc $word;
			next if !is_command($word) ||
				!$parsing && $word ne 'enable_parsing';
			$more = command($word, $rest, $line, \$text, $depth);
		} else {
			my $sql = to_delimiter(\$text);
			my ($word, $rest) = $sql =~ /^(\w+)\s*(.*)$/s;
			if (!$parsing) {
				next if !defined $word ||
					lc $word ne 'enable_parsing';
			}
			# EXECUTE, DELETE and others are no commands.
			if (defined $word && is_command(lc $word)) {
				$text =~ /\G[^\n]*\n/gc
					if lc $word =~ /^(?:perl|write_file|append_file)$/;
				$more = command(lc $word, $rest, $line,
					\$text, $depth);
			} else {
				statement($line, $sql);
			}
		}
	}
	return $more;
}

while (@ARGV && $ARGV[0] =~ /^--/) {
	my $option = shift;
	my $value = shift;
	if ($option eq '--root') {
		$root = $value;
	} elsif ($option eq '--set' && $value =~ /^(\w+)=(.*)$/s) {
		$given{$1} = $2;
	} else {
		die "mysqltest.pl: what is $option?\n";
	}
}
binmode STDOUT;
my ($files, $strange) = (0, 0);
for my $path (@ARGV) {
	($file) = $path =~ m{([^/]+/[^/]+)$};
	%vars = %given;
	($delimiter, $connection, $parsing) = (';', 'default', 1);
	$files++;
	eval { script($path, 0); 1 } or $strange++;
}
print STDERR "$files files, $strange not read to their end";
print STDERR ", $left{$_} $_" for sort keys %left;
print STDERR "\n";
