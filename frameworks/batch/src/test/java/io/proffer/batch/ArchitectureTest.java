package io.proffer.batch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.proffer.sdk.Driver;
import io.proffer.sdk.FrameworkBuilder;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.StateStore;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** What decides stays pure, and the framework stands on the SDK alone. */
@AnalyzeClasses(packages = "io.proffer.batch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] PURE = {
    "io.proffer.batch.model..",
    "io.proffer.batch.cron..",
    "io.proffer.batch.json..",
    "io.proffer.batch.kernel.."
  };

  @ArchTest
  static final ArchRule whatDecidesKnowsNoShell =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.proffer.batch.http..",
              "io.proffer.batch.store..",
              "io.proffer.batch.scheduler..",
              "akka..",
              "java.net..",
              "java.nio.file..",
              "java.util.concurrent..",
              "org.slf4j..");

  /** It puts tasks on offers, which are values; the rest of the SDK acts. */
  @ArchTest
  static final ArchRule whatDecidesDoesNotAct =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              Driver.class,
              Scheduler.class,
              StateStore.class,
              FrameworkBuilder.class,
              Proffer.class);

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
