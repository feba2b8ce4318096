package dev.sluice.step;

import dev.sluice.storage.AtomicOutput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Java Flight Recorder in the processes that work on a profiled run ({@link
 * StepEnvironment#profiles}): on as long as anything of the run is at work in this process, with
 * the JDK's settings {@code profile} and an event {@code dev.sluice.Step} for each heavy step. Each
 * time it is off again, the recording goes to a file of its own, {@code
 * 20260101T000000.000Z-NAME-HOST-PID.jfr}.
 *
 * <p>Left out are the events that show environments, properties and command lines: they may hold
 * passwords. Disk: at most 256 MiB in the temporary folder, the oldest events going first. What
 * cannot be recorded is a warning; the run goes on.
 */
public final class FlightRecording {
  private static final Logger LOG = LoggerFactory.getLogger(FlightRecording.class);
  private static final PerRun<FlightRecording> RUNS = PerRun.of(FlightRecording::new);
  private static final String SETTINGS = "profile";
  private static final long MOST_BYTES = 256L << 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSX").withZone(ZoneOffset.UTC);
  private static final List<String> MAY_TELL_SECRETS =
      List.of(
          "jdk.InitialEnvironmentVariable",
          "jdk.InitialSystemProperty",
          "jdk.JVMInformation",
          "jdk.SystemProcess",
          "jdk.ProcessStart");

  private int holders;
  private @Nullable Recording recording;
  private String name = "";

  private FlightRecording() {}

  /** Whoever has it is at work; closed when that is done. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /** Records this process from now on, until the result is closed, if the run is profiled. */
  public static Held of(StepEnvironment environment, String name) {
    URI folder = environment.profiles();
    if (folder == null) {
      return () -> {};
    }
    FlightRecording recording = RUNS.of(environment.run());
    recording.begin(name);
    return () -> recording.end(environment, folder);
  }

  /** The same for a heavy step, which is an event. */
  static Held ofStep(StepEnvironment environment, String step, String subject) {
    if (environment.profiles() == null) {
      return () -> {};
    }
    Held held = of(environment, step.replace(' ', '-'));
    StepEvent event = new StepEvent(step, subject);
    event.begin();
    return () -> {
      event.commit();
      held.close();
    };
  }

  private synchronized void begin(String first) {
    if (holders++ > 0) {
      return;
    }
    name = first;
    try {
      Recording begun = new Recording(Configuration.getConfiguration(SETTINGS));
      MAY_TELL_SECRETS.forEach(begun::disable);
      begun.setMaxSize(MOST_BYTES);
      begun.start();
      recording = begun;
    } catch (IOException | ParseException | IllegalStateException e) {
      LOG.warn("Cannot profile this process: {}", e.getMessage());
    }
  }

  private synchronized void end(StepEnvironment environment, URI folder) {
    if (--holders > 0 || recording == null) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // What was recorded is worth a moment.
    try (Recording ended = Objects.requireNonNull(recording)) {
      recording = null;
      ended.stop();
      store(ended, environment, folder.resolve(file(ended)));
    } catch (IOException e) {
      LOG.warn("Cannot store the profile of this process: {}", FailureSentence.of(e));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void store(Recording recording, StepEnvironment environment, URI file)
      throws IOException {
    Path local = Files.createTempFile("sluice-", ".jfr");
    try {
      recording.dump(local);
      try (AtomicOutput out = environment.storage().create(file)) {
        Files.copy(local, out);
        out.commit();
      }
    } finally {
      Files.delete(local);
    }
  }

  private String file(Recording ended) {
    Instant started = Objects.requireNonNullElse(ended.getStartTime(), Instant.EPOCH);
    return "%s-%s-%s-%d.jfr"
        .formatted(TIME.format(started), name, host(), ProcessHandle.current().pid());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "_");
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
