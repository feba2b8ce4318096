package dev.sluice.tests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;

/** Main data flows one way through the modules, and through the packages of each. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = MainCode.class)
final class ArchitectureTest {
  private static final String[] TRANSFORMS = {
    "dev.sluice.storage..",
    "dev.sluice.step..",
    "dev.sluice.compress..",
    "dev.sluice.dump..",
    "dev.sluice.fetch..",
    "dev.sluice.sort..",
    "dev.sluice.overlap..",
    "dev.sluice.convert..",
    "dev.sluice.publish.."
  };

  /** Each package of transforms, and what it may know. */
  private static final Map<String, List<String>> KNOWS =
      Map.ofEntries(
          entry("bytes", List.of()),
          entry("storage", List.of()),
          entry("step", List.of("storage")),
          entry("dump", List.of("step")),
          entry("compress", List.of("storage", "step")),
          entry("sort", List.of("bytes", "storage", "step", "compress")),
          entry("overlap.rows", List.of("sort", "step")),
          entry("overlap", List.of("overlap.rows", "sort", "step", "storage")),
          entry("fetch.clients", List.of("storage", "dump")),
          entry("fetch.slots", List.of("storage", "step", "dump")),
          entry("fetch", List.of("fetch.clients", "fetch.slots", "storage", "step", "dump")),
          entry("convert.decompress", List.of("bytes", "storage", "step")),
          entry("convert.records", List.of("sort")),
          entry("convert.reference", List.of("convert.decompress", "convert.records", "sort")),
          entry(
              "convert.scan",
              List.of("bytes", "convert.reference", "convert.records", "sort", "step")),
          entry(
              "convert",
              List.of(
                  "convert.scan",
                  "convert.reference",
                  "convert.records",
                  "convert.decompress",
                  "fetch",
                  "dump",
                  "sort",
                  "step",
                  "storage")),
          entry(
              "publish",
              List.of(
                  "convert", "convert.decompress", "fetch", "sort", "dump", "step", "storage")));

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

  @ArchTest
  static final ArchRule packagesOfTransformsDependOneWay =
      KNOWS.entrySet().stream()
          .map(known -> knows(known.getKey(), known.getValue()))
          .reduce((one, other) -> CompositeArchRule.of(one).and(other))
          .orElseThrow();

  @ArchTest
  static final ArchRule everyPackageOfTransformsSaysWhatItKnows =
      classes()
          .that()
          .resideInAnyPackage(TRANSFORMS)
          .should()
          .resideInAnyPackage(packages(KNOWS.keySet()));

  @ArchTest
  static final ArchRule noPackageCycles =
      slices().matching("dev.sluice.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule awsEcsAndLogsStayInsideRunners =
      libraryStaysIn(
          List.of("dev.sluice.runners.."),
          "software.amazon.awssdk.services.ecs..",
          "software.amazon.awssdk.services.cloudwatchlogs..");

  @ArchTest
  static final ArchRule awsStaysInStorageAndRunners =
      libraryStaysIn(
          List.of("dev.sluice.storage..", "dev.sluice.runners.."), "software.amazon.awssdk..");

  @ArchTest
  static final ArchRule flinkStaysInRunners =
      libraryStaysIn(
          List.of("dev.sluice.runners.."), "org.apache.flink..", "org.apache.beam.runners.flink..");

  @ArchTest
  static final ArchRule ftpStaysInTheClients =
      libraryStaysIn(List.of("dev.sluice.fetch.clients"), "org.apache.commons.net..");

  @ArchTest
  static final ArchRule xmlParsersStayInTheReference =
      libraryStaysIn(
          List.of("dev.sluice.convert.reference"),
          "javax.xml..",
          "org.xml..",
          "org.codehaus.stax2..",
          "com.ctc.wstx..");

  @ArchTest
  static final ArchRule csvStaysWhereTablesAreRead =
      libraryStaysIn(List.of("dev.sluice.overlap.rows"), "de.siegmar.fastcsv..");

  /** Generated dumps are compressed, converted ones decompressed. */
  @ArchTest
  static final ArchRule archiversStayWhereDumpsAreReadAndGenerated =
      libraryStaysIn(
          List.of("dev.sluice.convert.decompress", "dev.sluice.generate"),
          "org.apache.commons.compress..",
          "org.tukaani..");

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

  /**
   * Classes of a package, not of those below it, know none but its own and those of some others.
   */
  private static ArchRule knows(String name, List<String> others) {
    String[] allowed = packages(Stream.concat(Stream.of(name), others.stream()).toList());
    return noClasses()
        .that()
        .resideInAPackage("dev.sluice." + name)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.sluice..").and(not(resideInAnyPackage(allowed))));
  }

  private static String[] packages(Collection<String> names) {
    return names.stream().map(name -> "dev.sluice." + name).toArray(String[]::new);
  }

  /** The one room of a library. */
  private static ArchRule libraryStaysIn(List<String> rooms, String... library) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library);
  }
}
