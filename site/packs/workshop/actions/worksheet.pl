#!/usr/bin/env perl
# Print a worksheet: parameters as JSON on stdin, sheet as JSON on stdout.
use strict;
use warnings;
use JSON::PP;

my $params = decode_json(do { local $/; <STDIN> });
my @parts  = @{ $params->{parts} };
my $sheet  = sprintf "VAN %s\n%s\n", $params->{van}, "-" x 24;
$sheet .= sprintf "[ ] %-20s\n", $_ for @parts;

print JSON::PP->new->canonical->encode({ sheet => $sheet, lines => scalar @parts }), "\n";
