package io.proffer.cli.output;

/** For whom a list is printed. */
public enum OutputFormat {
  /** For people: aligned columns under a heading. */
  table,
  /** For programs: an array of objects, keys in snake_case. */
  json
}
