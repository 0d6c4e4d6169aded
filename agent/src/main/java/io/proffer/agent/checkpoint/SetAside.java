package io.proffer.agent.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps damaged files for people to look at: {@code <name>.damaged-<n>}, the newest few of them.
 */
final class SetAside {

  private static final int KEPT = 8;

  private SetAside() {}

  /**
   * Keeps what is in a file under another name. The file itself stays as it is, so that it is there
   * until another has taken its place.
   *
   * @return where it is kept
   */
  static Path keep(Disk disk, Path directory, String name) throws IOException {
    List<Integer> numbers = numbers(disk, directory, name);
    int next = numbers.isEmpty() ? 1 : numbers.getLast() + 1;
    Path kept = path(directory, name, next);
    disk.keepAs(directory.resolve(name), kept);
    for (int i = 0; i <= numbers.size() - KEPT; i++) {
      disk.delete(path(directory, name, numbers.get(i)));
    }
    return kept;
  }

  private static List<Integer> numbers(Disk disk, Path directory, String name) throws IOException {
    Pattern pattern = Pattern.compile(Pattern.quote(name) + "\\.damaged-([0-9]{1,9})");
    List<Integer> numbers = new ArrayList<>();
    for (String file : disk.list(directory)) {
      Matcher matcher = pattern.matcher(file);
      if (matcher.matches()) {
        numbers.add(Integer.parseInt(matcher.group(1)));
      }
    }
    numbers.sort(null);
    return numbers;
  }

  private static Path path(Path directory, String name, int number) {
    return directory.resolve(name + ".damaged-" + number);
  }
}
