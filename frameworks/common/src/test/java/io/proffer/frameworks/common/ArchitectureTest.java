package io.proffer.frameworks.common;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the frameworks share knows none of them, and stands on the SDK alone. */
@AnalyzeClasses(
    packages = "io.proffer.frameworks.common",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsNoFramework =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.proffer.service..",
              "io.proffer.batch..",
              "io.proffer.master..",
              "io.proffer.agent..",
              "io.proffer.cli..");

  @ArchTest
  static final ArchRule readingDocumentsIsPure =
      noClasses()
          .that()
          .resideInAPackage("io.proffer.frameworks.common.json..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.proffer.frameworks.common.http..",
              "io.proffer.frameworks.common.process..",
              "io.proffer.sdk..",
              "akka..",
              "java.net..",
              "java.nio.file..",
              "java.util.concurrent..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule answeringKnowsNoState =
      noClasses()
          .that()
          .resideInAPackage("io.proffer.frameworks.common.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.proffer.frameworks.common.process..", "io.proffer.sdk..");
}
