import type { Command } from 'commander';

/** The flags that every comparison has. */
export const comparisonFlags = (command: Command): Command =>
  command
    .option(
      '--baseline <variant>',
      "a variant, a mix such as baseline+retry, or a command such as 'node a.js'",
    )
    .option('--candidate <variant>', 'the same, for the side that may be better')
    .option('--url <path>', 'instead of a scenario: ask both servers for this path')
    .option('--method <method>', 'with --url: the HTTP method')
    .option('--header <line...>', "with --url: 'name: value'")
    .option('--body <text>', 'with --url: the body')
    .option('--rate <n>', 'with --url: operations a second')
    .option(
      '--duration <time>',
      'length of an arm, such as 10s; with --url: of the whole measurement',
    )
    .option('--budget <time>', 'measure for at most so long, such as 5m')
    .option('--seed <text>', 'the same seed plans the same operations')
    .option('--out <folder>', 'where the report folder is made')
    .option('--json', 'print run.json on stdout');
