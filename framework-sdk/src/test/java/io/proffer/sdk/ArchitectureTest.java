package io.proffer.sdk;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** The SDK stays light, its kernel pure, and its inside inside. */
@AnalyzeClasses(packages = "io.proffer.sdk", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule usesOnlyCoreTheJdkProtobufAndSlf4j =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.proffer.sdk..",
              "io.proffer.core..",
              "java..",
              "javax.net..",
              "com.google.protobuf..",
              "org.apache.mesos.v1..",
              "org.jspecify..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule theKernelKnowsNoIoNoThreadsAndNoClock =
      noClasses()
          .that()
          .resideInAPackage("io.proffer.sdk.internal")
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.net.http..")
                  .or(resideInAPackage("java.io.."))
                  .or(resideInAPackage("java.nio.file.."))
                  .or(resideInAPackage("org.slf4j.."))
                  .or(resideInAPackage("io.proffer.sdk.internal.http..")))
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule theInsideIsNotPartOfTheApi =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.proffer.sdk")
          .and()
          .arePublic()
          .should(nameNothingInternal());

  private static ArchCondition<JavaCodeUnit> nameNothingInternal() {
    DescribedPredicate<JavaClass> internal = resideInAPackage("io.proffer.sdk.internal..");
    return new ArchCondition<>("name nothing internal") {
      @Override
      public void check(JavaCodeUnit method, ConditionEvents events) {
        Stream.concat(method.getRawParameterTypes().stream(), Stream.of(method.getRawReturnType()))
            .filter(internal)
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            method, method.getFullName() + " names " + type.getName())));
      }
    };
  }
}
