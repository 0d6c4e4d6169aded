package io.proffer.discovery;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Whoever finds services knows the framework by its API only. */
@AnalyzeClasses(
    packages = "io.proffer.discovery",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule speaksHttpOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.proffer.discovery..",
              "java..",
              "com.fasterxml.jackson..",
              "org.xbill.DNS..",
              "org.slf4j..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule theCatalogKnowsNobodyWhoReadsIt =
      noClasses()
          .that()
          .resideInAPackage("..catalog..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..dns..", "..haproxy..");

  @ArchTest
  static final ArchRule readersDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("..dns..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..haproxy..");
}
