package io.proffer.sdk;

/**
 * On whose behalf a scheduler keeps a part of an offer back. Each has its own part: what one gives
 * back leaves the parts of all others as they are.
 *
 * {@snippet class="io.proffer.sdk.snippets.MatchingSnippets" region="keepers"}
 *
 * @param name by which it is told from others; two with the same name are the same
 * @see OfferView#keepBack(Keeper, TaskBuilder, int)
 */
public record Keeper(String name) {

  /**
   * @throws IllegalArgumentException when the name is empty
   */
  public Keeper {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a keeper needs a name");
    }
  }

  public static Keeper of(String name) {
    return new Keeper(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
