#!/usr/bin/perl
# Runs TAP programs as prove does and says how many tests passed, failed and
# were skipped, which prove itself does not tell.
#
#   prove.pl LABEL SUMMARY PROGRAM...
#
# JOBS programs at a time (2 unless told). Appends "LABEL passed failed skipped"
# to the file SUMMARY, and one line "skip LABEL: test: reason" for every skipped
# test, "bug LABEL: test: reason" for every one that is known to fail; these
# count as neither. A program that dies, or runs another number of tests than it planned,
# is a failure even where all of its tests passed. Exit status 1: something
# failed.
use strict;
use warnings;
use TAP::Harness;
use TAP::Parser::Aggregator;

my ($label, $summary, @programs) = @ARGV;
defined $summary or die "usage: prove.pl LABEL SUMMARY PROGRAM...\n";
my (@skipped, @bugs);
push @skipped, 'there is no test' unless @programs;
my $harness = TAP::Harness->new({
	jobs => $ENV{JOBS} || 2,
	failures => 1,
	timer => 1,
	color => -t STDOUT ? 1 : 0,
	exec => sub {
		my ($self, $program) = @_;
		return ['sh', $program] if $program =~ /\.sh$/;
		return ['sh', 'tests/unit/run.sh', $program];
	},
});
$harness->callback(made_parser => sub {
	my ($parser, $program) = @_;
	$parser->callback(test => sub {
		my $test = shift;
		my $name = $test->description;
		$name =~ s/^-\s*//;
		$name .= ': ' . ($test->explanation || 'no reason');
		push @skipped, $name if $test->has_skip;
		push @bugs, $name if $test->has_todo;
	});
});

print "== $label\n";
my $aggregate = TAP::Parser::Aggregator->new;
$aggregate->start;
$harness->aggregate_tests($aggregate, @programs) if @programs;
$aggregate->stop;
$harness->summary($aggregate) if @programs;

my $failed = $aggregate->failed;
for my $parser ($aggregate->parsers) {
	$failed++ if $parser->has_problems && !$parser->failed;
}
my $passed = $aggregate->passed - $aggregate->skipped - @bugs;
push @skipped, map { $_->skip_all } grep { $_->skip_all } $aggregate->parsers;
my $skips = @skipped;

open my $out, '>>', $summary or die "prove.pl: $summary: $!\n";
print $out "$label $passed $failed $skips\n";
print $out "skip $label: $_\n" for @skipped;
print $out "bug $label: $_\n" for @bugs;
close $out or die "prove.pl: $summary: $!\n";
exit($failed ? 1 : 0);
