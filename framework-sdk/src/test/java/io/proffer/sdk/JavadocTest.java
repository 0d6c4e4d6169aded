package io.proffer.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API's documentation can be made: every example it shows exists and compiles. */
class JavadocTest {

  @Test
  void everyExampleExists(@TempDir Path out) throws IOException {
    DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = javadoc.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of(Path.of("src/main/java")));
      files.setLocationFromPaths(DocumentationTool.Location.DOCUMENTATION_OUTPUT, List.of(out));
      Iterable<? extends JavaFileObject> sources =
          files.list(
              StandardLocation.SOURCE_PATH,
              "io.proffer.sdk",
              Set.of(JavaFileObject.Kind.SOURCE),
              false);
      List<String> options =
          List.of("-quiet", "-Xdoclint:all,-missing", "--snippet-path", "src/test/java");

      boolean made = javadoc.getTask(said, files, null, null, options, sources).call();

      assertThat(said.toString().toLowerCase(Locale.ROOT)).doesNotContain("error", "warning");
      assertThat(made).isTrue();
    }
    assertThat(out.resolve("io/proffer/sdk/Scheduler.html"))
        .content()
        .contains("echo hello")
        .doesNotContain("invalid @snippet");
  }
}
