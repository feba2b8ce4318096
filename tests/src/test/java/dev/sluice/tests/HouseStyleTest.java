package dev.sluice.tests;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What keeps the code small and easy to find one's way in; exceptions have a name and a reason. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = MainCode.class)
final class HouseStyleTest {
  private static final Map<String, String> USED_FROM_OUTSIDE =
      Map.ofEntries(
          entry("dev.sluice.pipeline.Sluice", "a main class"),
          entry("dev.sluice.worker.Worker", "a main class"),
          entry("dev.sluice.overlap.CountOverlaps", "for other pipelines"),
          entry("dev.sluice.overlap.IntervalCoder", "for other pipelines"),
          entry("dev.sluice.overlap.ChangeCoder", "for other pipelines"),
          entry("dev.sluice.overlap.CountDuring", "for other pipelines"),
          entry("dev.sluice.overlap.DuringCoder", "for other pipelines"),
          entry("dev.sluice.overlap.WriteOverlaps", "for other pipelines"),
          entry("dev.sluice.runners.EcsRunner", "Beam finds it by its name"),
          entry("dev.sluice.runners.EcsOptions", "Beam implements it"),
          entry("dev.sluice.runners.EcsRegistrars", "Beam's registrars are in it"),
          entry(
              "dev.sluice.generate.DumpGenerator",
              "tests of other packages convert what it writes"));

  private static final Map<String, String> SLEEPING =
      Map.of(
          "dev.sluice.fetch.slots.Sleeper", "pauses between attempts; tests have others",
          "dev.sluice.fetch.clients.ControlConnection", "FTP servers count connections too long",
          "dev.sluice.fetch.clients.HttpMirrorClient", "HTTP servers count connections too long",
          "dev.sluice.storage.S3Versions", "requests that contend back off",
          "dev.sluice.storage.S3Reading", "what broke is taken up again after a pause",
          "dev.sluice.storage.S3Lock", "renews its object");

  @ArchTest
  static final ArchRule onlyProgramsSpeakToTheTerminal =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.sluice.pipeline", "dev.sluice.demo", "dev.sluice.worker")
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule transformsDoNotSleep =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.sluice.pipeline", "dev.sluice.demo", "dev.sluice.runners", "dev.sluice.worker")
          .and(not(listedIn(SLEEPING)))
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", Duration.class)
          .orShould()
          .callMethod(TimeUnit.class, "sleep", long.class);

  @ArchTest
  static final ArchRule whatOnePackageAloneUsesIsNotPublic =
      classes()
          .that(
              describe(
                  "are top-level, and neither used by another package nor shown by what is",
                  HouseStyleTest::isAtHome))
          .and(not(listedIn(USED_FROM_OUTSIDE)))
          .should()
          .notBePublic();

  @ArchTest
  static final ArchRule whatNobodyExtendsIsFinal =
      classes()
          .that(describe("are concrete and extended by nobody", HouseStyleTest::isLeaf))
          .should()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule noNamesThatSayNothing =
      classes().should().haveNameNotMatching(".*(Manager|Helper|Util|Utils|Impl|Data|Info)$");

  private static DescribedPredicate<JavaClass> listedIn(Map<String, String> reasons) {
    return describe(
        "are one of " + reasons,
        type -> reasons.keySet().stream().anyMatch(name -> isPartOf(type, name)));
  }

  /** Whether a class is that one, or nested in it. */
  private static boolean isPartOf(JavaClass type, String name) {
    return type.getName().equals(name) || type.getName().startsWith(name + "$");
  }

  private static boolean isAtHome(JavaClass type) {
    return type.isTopLevelClass()
        && type.getDirectDependenciesToSelf().stream()
            .map(Dependency::getOriginClass)
            .allMatch(user -> user.getPackage().equals(type.getPackage()) && !shows(user, type));
  }

  /** Whether callers of a public class have to do with another one. */
  private static boolean shows(JavaClass shown, JavaClass type) {
    return shown.getModifiers().contains(JavaModifier.PUBLIC)
        && shown.getCodeUnits().stream()
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .anyMatch(method -> method.getAllInvolvedRawTypes().contains(type));
  }

  private static boolean isLeaf(JavaClass type) {
    return !type.isInterface()
        && !type.isEnum()
        && !type.isAnonymousClass()
        && !type.getModifiers().contains(JavaModifier.ABSTRACT)
        && !type.getModifiers().contains(JavaModifier.SYNTHETIC)
        && type.getSubclasses().isEmpty();
  }
}
