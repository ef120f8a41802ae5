/**
 * The fields of /proc/<pid>/stat from the third (state) on; the second, the name, may hold spaces
 * and parentheses. Field n of proc_pid_stat(5) is at n - 3.
 */
export const statFields = (stat: string): readonly string[] =>
  stat.slice(stat.lastIndexOf(')') + 2).split(' ');
