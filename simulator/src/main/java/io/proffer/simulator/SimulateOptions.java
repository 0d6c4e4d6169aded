package io.proffer.simulator;

import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the command line asks for.
 *
 * @param from the first seed
 * @param to the last seed
 * @param scene what is run of each
 * @param trace whether everything that happens is told
 * @param coverage whether it is told at the end how often what has happened
 */
record SimulateOptions(long from, long to, Scene scene, boolean trace, boolean coverage) {
  private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d+)");
  private static final String USAGE =
      "usage: simulate --seed N | --seeds FROM-TO  [--service | --batch] [--trace] [--coverage]";

  static SimulateOptions parse(String[] args) {
    long from = 0;
    long to = -1;
    Scene scene = Scene.CLUSTER;
    boolean trace = false;
    boolean coverage = false;
    Iterator<String> rest = List.of(args).iterator();
    while (rest.hasNext()) {
      String arg = rest.next();
      switch (arg) {
        case "--seed" -> {
          from = number(valueOf(arg, rest));
          to = from;
        }
        case "--seeds" -> {
          String value = valueOf(arg, rest);
          Matcher range = RANGE.matcher(value);
          if (!range.matches()) {
            throw new IllegalArgumentException("--seeds " + value + ": use FROM-TO, as 1-200");
          }
          from = number(range.group(1));
          to = number(range.group(2));
        }
        case "--service" -> scene = Scene.SERVICE;
        case "--batch" -> scene = Scene.BATCH;
        case "--trace" -> trace = true;
        case "--coverage" -> coverage = true;
        default -> throw new IllegalArgumentException("unknown argument " + arg + "; " + USAGE);
      }
    }
    if (to < from) {
      throw new IllegalArgumentException("no seed to run; " + USAGE);
    }
    return new SimulateOptions(from, to, scene, trace, coverage);
  }

  private static String valueOf(String arg, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(arg + " needs a value; " + USAGE);
    }
    return rest.next();
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("seed '" + text + "' is not a whole number of 64 bits", e);
    }
  }
}
