package io.proffer.cli.output;

/** For whom something is printed. */
public enum OutputFormat {
  /** For people: aligned columns under a heading. */
  table,
  /** For people with wide terminals: all columns. */
  wide,
  /** For programs: an array of objects, or one object; keys in snake_case. */
  json,
  /** For programs that read lines: one object a line. */
  jsonl,
  /** For programs, and people who prefer it: what JSON has, as YAML. */
  yaml,
  /** For {@code xargs}: what each is called, one a line. */
  name;

  /** Whether people read it. */
  public boolean isForPeople() {
    return this == table || this == wide;
  }
}
