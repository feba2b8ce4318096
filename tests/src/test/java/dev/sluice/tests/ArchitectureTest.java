package dev.sluice.tests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;

/** Main data flows one way through the modules, and through the packages of each. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] TRANSFORMS = {
    "dev.sluice.storage..",
    "dev.sluice.step..",
    "dev.sluice.dump..",
    "dev.sluice.fetch..",
    "dev.sluice.sort..",
    "dev.sluice.convert..",
    "dev.sluice.publish.."
  };

  @ArchTest
  static final ArchRule modulesDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.sluice..")
          .layer("transforms")
          .definedBy(TRANSFORMS)
          .layer("runners")
          .definedBy("dev.sluice.runners..")
          .layer("worker")
          .definedBy("dev.sluice.worker..")
          .layer("pipeline")
          .definedBy("dev.sluice.pipeline..", "dev.sluice.generate..", "dev.sluice.demo..")
          .whereLayer("pipeline")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("worker")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("runners")
          .mayOnlyBeAccessedByLayers("pipeline")
          .whereLayer("transforms")
          .mayOnlyBeAccessedByLayers("runners", "worker", "pipeline");

  /** Each package of transforms, and what it may know. */
  @ArchTest
  static final ArchRule packagesOfTransformsDependOneWay =
      CompositeArchRule.of(knows("storage"))
          .and(knows("step", "storage"))
          .and(knows("dump", "storage", "step"))
          .and(knows("fetch", "storage", "step", "dump"))
          .and(knows("sort", "storage", "step"))
          .and(knows("convert", "storage", "step", "dump", "fetch", "sort"))
          .and(knows("publish", "storage", "step", "dump", "fetch", "sort", "convert"));

  @ArchTest
  static final ArchRule noPackageCycles =
      slices().matching("dev.sluice.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule awsEcsAndLogsStayInsideRunners =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sluice.runners..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "software.amazon.awssdk.services.ecs..",
              "software.amazon.awssdk.services.cloudwatchlogs..");

  @ArchTest
  static final ArchRule awsStaysInStorageAndRunners =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.sluice.storage..", "dev.sluice.runners..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..");

  @ArchTest
  static final ArchRule transformsKnowNoRunnerAndNoCommandLine =
      noClasses()
          .that()
          .resideInAnyPackage(TRANSFORMS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.beam.runners..", "picocli..", "org.jline..");

  @ArchTest
  static final ArchRule graphsAreRewrittenInOnePlace =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.sluice.runners.EcsRunner")
          .should()
          .callMethod(Pipeline.class, "replaceAll", List.class);

  @ArchTest
  static final ArchRule optionsAreReadInPipelineAlone =
      noClasses()
          .that()
          .resideInAnyPackage(TRANSFORMS)
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.beam.sdk.options.PipelineOptions");

  @ArchTest
  static final ArchRule ftpStaysInFetch =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sluice.fetch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.commons.net..");

  @ArchTest
  static final ArchRule noNamesThatSayNothing =
      classes().should().haveNameNotMatching(".*(Manager|Helper|Util|Utils|Impl|Data|Info)$");

  private static ArchRule knows(String name, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(name), Stream.of(others))
            .map(other -> "dev.sluice." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("dev.sluice." + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.sluice..").and(not(resideInAnyPackage(allowed))));
  }
}
