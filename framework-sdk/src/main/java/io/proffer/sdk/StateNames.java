package io.proffer.sdk;

import java.util.regex.Pattern;

/** The names of a {@link StateStore}: fit for files and ZooKeeper nodes alike. */
final class StateNames {

  private static final Pattern NAME = Pattern.compile("[a-z0-9-][a-z0-9.-]{0,99}");

  private StateNames() {}

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static String checked(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "state name '" + name + "': use 1 to 100 characters of a-z 0-9 . - not starting with .");
    }
    return name;
  }
}
