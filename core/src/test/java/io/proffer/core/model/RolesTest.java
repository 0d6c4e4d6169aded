package io.proffer.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {

  @ParameterizedTest
  @ValueSource(strings = {"*", "eng", "eng/web", "a-b", "a.b", "...", "*a", "ä"})
  void acceptsPathsOfNames(String role) {
    assertThat(Roles.problem(role)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|Role names cannot be the empty string",
        "/|Role '/' cannot start with a slash",
        "/a|Role '/a' cannot start with a slash",
        "a/|Role 'a/' cannot end with a slash",
        "a//b|Role 'a//b' cannot contain two adjacent slashes",
        ".|Role '.' cannot include '.' as a component",
        "a/..|Role 'a/..' cannot include '..' as a component",
        "a/*|Role 'a/*' cannot include '*' as a component",
        "a/-b|Role component '-b' is invalid because it starts with a dash",
        "a/b c/d|Role component 'b c' is invalid because it contains backspace or whitespace",
      })
  void saysWhyANameIsNoRole(String role, String why) {
    assertThat(Roles.problem(role)).hasValue(why);
  }

  @ParameterizedTest
  @ValueSource(chars = {'\t', '\n', '\u000b', '\f', '\r', ' ', '\u007f'})
  void refusesWhitespaceAndBackspace(char bad) {
    assertThat(Roles.problem("a" + bad)).isPresent();
  }

  @Test
  void knowsWhatLiesBelowARole() {
    assertThat(Roles.isAncestorOrSelf("eng", "eng")).isTrue();
    assertThat(Roles.isAncestorOrSelf("eng", "eng/web/api")).isTrue();
    assertThat(Roles.isAncestorOrSelf("eng", "engine")).isFalse();
    assertThat(Roles.isAncestorOrSelf("eng/web", "eng")).isFalse();
    assertThat(Roles.isStrictAncestor("eng", "eng")).isFalse();
    assertThat(Roles.isAncestorOrSelf("*", "eng")).isFalse();
  }

  @Test
  void walksThePathOfARole() {
    assertThat(Roles.path("a/b/c")).containsExactly("a", "a/b", "a/b/c");
    assertThat(Roles.path("*")).containsExactly("*");
    assertThat(Roles.ancestors("a/b/c")).containsExactly("a/b", "a");
    assertThat(Roles.ancestors("a")).isEmpty();
    assertThat(Roles.topLevel("a/b/c")).isEqualTo("a");
    assertThat(Roles.topLevel("a")).isEqualTo("a");
  }
}
