package io.proffer.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What core may use, and what each part of it may not. */
class ArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.proffer.core");

  private static final String WIRE = "io.proffer.core.protocol.link.wire";

  /** The parts that kernels use: they must be as pure as the kernels are. */
  private static final String[] PURE = {
    "io.proffer.core.model..", "io.proffer.core.protocol..", "io.proffer.core.time.."
  };

  @Test
  void dependsOnNoOtherModuleAndNotOnAkka() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "akka..",
                "io.proffer.master..",
                "io.proffer.agent..",
                "io.proffer.sdk..",
                "io.proffer.cli.."));
  }

  @Test
  void modelProtocolAndTimeDoNoIo() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.net..",
                "java.nio.file..",
                "java.nio.channels..",
                "org.apache.zookeeper..",
                "org.apache.curator.."));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.File"));
  }

  @Test
  void modelProtocolAndTimeStartNoThreadsAndDrawNoRandomness() {
    for (Class<?> forbidden :
        new Class<?>[] {
          Thread.class,
          java.util.concurrent.Executor.class,
          java.util.Random.class,
          java.util.random.RandomGenerator.class
        }) {
      check(
          noClasses()
              .that()
              .resideInAnyPackage(PURE)
              .should()
              .dependOnClassesThat()
              .areAssignableTo(forbidden));
    }
    check(noClasses().should().callMethod(java.util.UUID.class, "randomUUID"));
  }

  @Test
  void onlyTheSystemsTickerAsksTheClock() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.proffer.core.model..", "io.proffer.core.protocol..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime"));
  }

  @Test
  void packagesFormNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("io.proffer.core.(**)")
        .should()
        .beFreeOfCycles()
        .check(CORE);
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() {
    Set<String> packages =
        CORE.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(WIRE))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages).contains("io.proffer.core.model", "io.proffer.core.protocol.link");
    for (String name : packages) {
      JavaPackage javaPackage = CORE.getPackage(name);
      assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
          .as("%s has a package-info.java with @NullMarked", name)
          .isTrue();
    }
  }

  private static void check(ArchRule rule) {
    rule.check(CORE);
  }
}
