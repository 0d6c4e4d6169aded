package io.proffer.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** What decides stays pure, and the framework stands on the SDK alone. */
@AnalyzeClasses(
    packages = "io.proffer.service",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] PURE = {
    "io.proffer.service.model..",
    "io.proffer.service.json..",
    "io.proffer.service.kernel..",
    "io.proffer.service.matching..",
    "io.proffer.service.deployment..",
    "io.proffer.service.change.."
  };

  @ArchTest
  static final ArchRule whatDecidesKnowsNoShell =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.proffer.service.http..",
              "io.proffer.service.store..",
              "io.proffer.service.scheduler..",
              "io.proffer.sdk..",
              "akka..",
              "java.net..",
              "java.nio.file..",
              "java.util.concurrent..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule whatDecidesKnowsNeitherTheClockNorChance =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callConstructor(Random.class);

  @ArchTest
  static final ArchRule standsOnTheSdkAlone =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.proffer.master..", "io.proffer.agent..", "io.proffer.cli..");
}
