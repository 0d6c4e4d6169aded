package io.proffer.core.protocol.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class FilePageTest {

  private static final int LONGEST_CHARACTER = 4;

  /** Reads as a client does, page by page. */
  private static String pages(byte[] file, int pageBytes) {
    StringBuilder text = new StringBuilder();
    long offset = 0;
    while (true) {
      byte[] page =
          Arrays.copyOfRange(file, (int) offset, (int) Math.min(file.length, offset + pageBytes));
      FilePage read = FilePage.of(page, offset, offset + page.length == file.length);
      assertThat(read.offset()).isEqualTo(offset);
      if (read.data().isEmpty()) {
        assertThat(read.next()).isEqualTo(offset);
        return text.toString();
      }
      assertThat(read.next()).as("each page leads on").isGreaterThan(offset);
      text.append(read.data());
      offset = read.next();
    }
  }

  @Property
  void textIsReadAsItIsHoweverLongThePages(
      @ForAll @StringLength(max = 60) String text,
      @ForAll @IntRange(min = LONGEST_CHARACTER, max = 20) int pageBytes) {
    byte[] file = text.getBytes(StandardCharsets.UTF_8);
    assertThat(pages(file, pageBytes)).isEqualTo(new String(file, StandardCharsets.UTF_8));
  }

  @Property
  void ofBytesThatAreNoTextNoneIsSkippedAndNoneReadTwice(
      @ForAll @Size(max = 200) byte[] file,
      @ForAll @IntRange(min = LONGEST_CHARACTER, max = 20) int pageBytes) {
    String whole = new String(file, StandardCharsets.UTF_8);
    String read = pages(file, pageBytes);
    // A character whose rest has not been written yet is waited for.
    assertThat(whole).startsWith(read);
    assertThat(whole.substring(read.length())).isIn("", "\uFFFD");
  }

  @Property
  void pagesTooShortForACharacterLeadOnAllTheSame(
      @ForAll @Size(max = 50) byte[] file, @ForAll @IntRange(min = 1, max = 3) int pageBytes) {
    pages(file, pageBytes);
  }

  @Test
  void aCharacterThatIsBeingWrittenIsWaitedFor() {
    byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
    FilePage begun = FilePage.of(Arrays.copyOf(euro, 2), 7, true);
    assertThat(begun).isEqualTo(new FilePage("", 7, 7));
    assertThat(FilePage.of(euro, 7, true)).isEqualTo(new FilePage("€", 7, 10));
  }

  @Test
  void whatWillNeverBeACharacterIsNotWaitedFor() {
    assertThat(FilePage.of(new byte[] {'a', (byte) 0xFF}, 0, true))
        .isEqualTo(new FilePage("a\uFFFD", 0, 2));
    assertThat(FilePage.of(new byte[] {(byte) 0xE0, (byte) 0x80}, 0, true))
        .isEqualTo(new FilePage("\uFFFD\uFFFD", 0, 2));
  }

  @Test
  void isJsonAsMesosHasItAndSaysWhereToGoOn() {
    assertThat(
            new String(
                FilePage.of(new byte[] {(byte) 0xFF}, 3, true).toJson(), StandardCharsets.UTF_8))
        .isEqualTo("{\"offset\":3,\"data\":\"\uFFFD\",\"next\":4}");
  }
}
