package io.proffer.master;

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

/** The arrows between the master's packages. */
class ArchitectureTest {

  private static final JavaClasses MASTER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.proffer.master");

  private static final String[] PURE = {
    "io.proffer.master.kernel..",
    "io.proffer.master.state..",
    "io.proffer.master.validation..",
    "io.proffer.master.allocator.."
  };

  @Test
  void onlyTheShellKnowsAkka() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .or()
            .resideInAPackage("io.proffer.master.registry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("akka..", "io.proffer.master.actor..", "io.proffer.master.http.."));
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
                "org.apache.zookeeper..",
                "org.apache.curator..",
                "org.slf4j.."));
    for (Class<?> forbidden : new Class<?>[] {Thread.class, java.util.concurrent.Executor.class}) {
      check(
          noClasses()
              .that()
              .resideInAnyPackage(PURE)
              .should()
              .dependOnClassesThat()
              .areAssignableTo(forbidden));
    }
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
  void theActorDoesNotKnowHttp() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.proffer.master.actor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.proffer.master.http..", "akka.http.."));
  }

  @Test
  void nothingDependsOnOtherModulesThanCore() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.proffer.agent..", "io.proffer.sdk..", "io.proffer.cli.."));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> packages =
        MASTER.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages).contains("io.proffer.master.kernel", "io.proffer.master.http.operator");
    for (String name : packages) {
      assertThat(MASTER.getPackage(name).isAnnotatedWith(NullMarked.class))
          .as("%s has a package-info.java with @NullMarked", name)
          .isTrue();
    }
  }

  private static void check(ArchRule rule) {
    rule.check(MASTER);
  }
}
