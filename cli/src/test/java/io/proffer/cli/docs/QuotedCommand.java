package io.proffer.cli.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command line of ours that a page shows: in a block of code, or between backticks.
 *
 * @param text as it is shown
 * @param arguments what follows {@code proffer}
 */
record QuotedCommand(String text, List<String> arguments) {

  private static final String COMMAND = "(?:\\./)?proffer [a-z-][^`\\n]*";
  private static final Pattern IN_A_BLOCK = Pattern.compile("(?m)^ {4}(" + COMMAND + ")$");
  private static final Pattern IN_A_FENCE = Pattern.compile("(?ms)^```[a-z]*$(.*?)^```$");
  private static final Pattern LINE_OF_A_FENCE = Pattern.compile("(?m)^(" + COMMAND + ")$");
  private static final Pattern INLINE = Pattern.compile("`(" + COMMAND + ")`");

  /** A word of a shell: quoted or not. */
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  static List<QuotedCommand> in(String page) {
    Stream<String> fenced =
        matches(IN_A_FENCE, page).flatMap(block -> matches(LINE_OF_A_FENCE, block));
    return Stream.of(matches(IN_A_BLOCK, page), fenced, matches(INLINE, page))
        .flatMap(found -> found)
        .map(QuotedCommand::of)
        .toList();
  }

  private static Stream<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1));
  }

  /** Without what the shell makes of it: comments, pipes. */
  private static QuotedCommand of(String text) {
    String command = text.replaceFirst("\\s+[#|>].*", "");
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    for (MatchResult word : matcher.results().toList()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return new QuotedCommand(text, List.copyOf(words.subList(1, words.size())));
  }
}
