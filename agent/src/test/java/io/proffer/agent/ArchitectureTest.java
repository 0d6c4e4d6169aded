package io.proffer.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows between the agent's packages. */
class ArchitectureTest {

  private static final JavaClasses AGENT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.proffer.agent");

  private static final String GENERATED = "io.proffer.agent.checkpoint.wire";

  private static final String[] PURE = {
    "io.proffer.agent.kernel..",
    "io.proffer.agent.state..",
    "io.proffer.agent.container..",
    "io.proffer.agent.oversubscription..",
    "io.proffer.agent.view.."
  };

  @Test
  void onlyTheShellKnowsAkka() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "io.proffer.agent", "io.proffer.agent.actor..", "io.proffer.agent.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("akka..", "io.proffer.agent.actor..", "io.proffer.agent.http.."));
  }

  @Test
  void whatDecidesDoesNoIoAndStartsNoThreads() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.io..",
                "java.net..",
                "java.nio.file..",
                "java.nio.channels..",
                "java.util.concurrent..",
                "com.github.dockerjava..",
                "com.sun.jna..",
                "org.slf4j.."));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class));
  }

  @Test
  void whatDecidesKnowsNeitherTheClockNorChance() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .callConstructor(java.util.Random.class)
            .orShould()
            .callMethod(Math.class, "random"));
  }

  @Test
  void theKernelKnowsNoRuntime() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.proffer.agent.runtime..",
                "io.proffer.agent.sandbox..",
                "io.proffer.agent.checkpoint..",
                "io.proffer.agent.link.."));
  }

  @Test
  void theActorDoesNotKnowHttp() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.proffer.agent.actor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.proffer.agent.http..", "akka.http.."));
  }

  @Test
  void nothingDependsOnOtherModulesThanCore() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.proffer.master..", "io.proffer.sdk..", "io.proffer.cli.."));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> packages =
        AGENT.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(GENERATED))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages).contains("io.proffer.agent.kernel", "io.proffer.agent.runtime.docker");
    for (String name : packages) {
      assertThat(AGENT.getPackage(name).isAnnotatedWith(NullMarked.class))
          .as("%s has a package-info.java with @NullMarked", name)
          .isTrue();
    }
  }

  private static void check(ArchRule rule) {
    rule.check(AGENT);
  }
}
