package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import dev.sluice.dump.Dump;
import dev.sluice.dump.Mirror;
import dev.sluice.sort.SortOrder;
import dev.sluice.storage.Compression;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.S3Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What the options of a run stand for. */
class RunSettingsTest {
  private static final Dump DUMP = Dump.parse("xwiki/20260101/stub-articles");
  private static final Mirror MIRROR = new Mirror(URI.create("ftp://h/"), 2);

  @Test
  void hasDefaults() {
    RunSettings settings = settings(null, false);
    assertThat(settings)
        .isEqualTo(
            new RunSettings(
                DUMP,
                List.of(MIRROR),
                URI.create("file:///o%20ut/"),
                URI.create("file:///o%20ut/_work/"),
                false,
                false,
                false,
                false,
                RunSettings.ALL_FILES,
                RecordSettings.of(Rows.REVISION),
                SortOrder.by("wiki_id", "page_id", "revision_dt", "revision_id"),
                512,
                Compression.NONE,
                512L << 20,
                options("wiki_id,page_id,revision_dt,revision_id", "none", "512"),
                S3Settings.DEFAULT,
                List.of("--runner=DirectRunner")));
    assertThat(settings.ownsWork()).isTrue();
  }

  @Test
  void mapsEveryOption() {
    RunSettings settings =
        settings(
            "/w/x",
            true,
            "--onTheFly",
            "--profile",
            "--sortBy=page_id:desc,user_text",
            "--sortMemoryMiB=64",
            "--compression=ZSTD",
            "--partMiB=3");
    assertThat(settings)
        .isEqualTo(
            new RunSettings(
                DUMP,
                List.of(MIRROR),
                URI.create("file:///o%20ut/"),
                URI.create("file:///w/x/"),
                true,
                true,
                false,
                true,
                RunSettings.ALL_FILES,
                RecordSettings.of(Rows.REVISION),
                SortOrder.parse("page_id:desc,user_text"),
                64,
                Compression.ZSTD,
                3L << 20,
                options("page_id:desc,user_text", "zstd", "3"),
                S3Settings.DEFAULT,
                List.of("--runner=DirectRunner")));
    assertThat(settings.ownsWork()).isFalse();
  }

  @Test
  void takesTheInputsOrderForNone() {
    assertThat(settings(null, false, "--sortBy=none").order()).isEqualTo(SortOrder.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--sortMemoryMiB=0", "--sortMemoryMiB=-1", "--partMiB=1048577"})
  void refusesSizesOutOfBounds(String option) {
    assertThatThrownBy(() -> settings(null, false, option))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageEndingWith("expected a number from 1 to 1048576");
  }

  @Test
  void refusesAMirrorNamedTwice() {
    Mirror same = new Mirror(MIRROR.root(), 3);
    assertThatThrownBy(
            () -> DumpRunOptions.of(DUMP, List.of(MIRROR, same), "/out", false).settings(List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage("Cannot use --mirrors: one is named twice (expected each once)");
  }

  @Test
  void areTheSameInCodeAsOnTheCommandLine() {
    assertThat(DumpRunOptions.of(DUMP, List.of(MIRROR), "/o ut", true).settings(List.of()))
        .isEqualTo(settings(null, false, "--fresh"));
  }

  @Test
  void givesRunThePublicMirrorsAndTheDirectRunnerUnlessOthersAreNamed() {
    CommandSpec none = parsed("run");
    assertThat(value(none, "--mirrors")).isEqualTo(Locations.PUBLIC_MIRRORS);
    assertThat(value(none, "--runner")).isEqualTo("DirectRunner");
    assertThat(value(none, "--keepWork")).isEqualTo(false);
    assertThat(value(none, "--fresh")).isEqualTo(false);
    assertThat(value(none, "--verbose")).isEqualTo(false);
    for (String absent : List.of("--dump", "--output", "--work")) {
      assertThat(value(none, absent)).as(absent).isNull();
    }
    CommandSpec all =
        parsed(
            "run",
            "--mirrors=ftp://h/?connections=3,/m",
            "--dump=xwiki/2026-01-01/stub-articles",
            "--output=o",
            "--work=w",
            "--keepWork",
            "--fresh=true");
    assertThat(value(all, "--mirrors"))
        .isEqualTo(
            List.of(
                new Mirror(URI.create("ftp://h/"), 3), new Mirror(URI.create("file:///m/"), 2)));
    assertThat(value(all, "--dump")).isEqualTo(DUMP);
    assertThat(value(all, "--output")).isEqualTo("o");
    assertThat(value(all, "--work")).isEqualTo("w");
    assertThat(value(all, "--keepWork")).isEqualTo(true);
    assertThat(value(all, "--fresh")).isEqualTo(true);
    assertThat(value(parsed("run", "--keepWork=false"), "--keepWork")).isEqualTo(false);
  }

  private static RunSettings settings(@Nullable String work, boolean keepWork, String... options) {
    DumpRunOptions parsed = new DumpRunOptions();
    List<String> arguments =
        new ArrayList<>(List.of("--dump=" + DUMP, "--mirrors=ftp://h/", "--output=/o ut"));
    if (work != null) {
      arguments.add("--work=" + work);
    }
    arguments.add("--keepWork=" + keepWork);
    arguments.addAll(List.of(options));
    CommandLines.withConverters(new CommandLine(parsed))
        .parseArgs(arguments.toArray(String[]::new));
    return parsed.settings(List.of());
  }

  private static SortedMap<String, String> options(
      String sortBy, String compression, String partMib) {
    return new TreeMap<>(
        Map.of(
            "sortBy", sortBy,
            "compression", compression,
            "partMiB", partMib,
            "rows", "revision",
            "shape", "wmf",
            "columns", "all",
            "namespaces", "all",
            "maxFiles", "all"));
  }

  private static CommandSpec parsed(String... arguments) {
    CommandLine commands = CommandLines.of(new Host(new LocalStorage(), System.out, System.err));
    return commands.parseArgs(arguments).subcommand().commandSpec();
  }

  private static @Nullable Object value(CommandSpec command, String option) {
    return command.findOption(option).getValue();
  }
}
