package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * The worker's image, built from its Dockerfile by podman. The image that it begins with is made
 * here, of this machine's JDK and C library, under that image's name: nothing is fetched.
 */
final class WorkerImage implements AutoCloseable {
  private static final String BASE = "docker.io/library/eclipse-temurin:17-jre";
  private static final String NAME = "localhost/sluice-worker";
  private static final Path DOCKERFILE = Path.of("..", "worker-image", "Dockerfile");
  private static final Pattern LIBRARY = Pattern.compile("(?:.* => )?(/\\S+) \\(0x.*");

  /** Those of the platform that the worker could use: the base has them all. */
  private static final String MODULES =
      "java.se,jdk.unsupported,jdk.jfr,jdk.crypto.ec,jdk.zipfs,jdk.management,jdk.net";

  /** What libraries in jars are linked with, beside the C library itself. */
  private static final List<String> OF_LIBC =
      List.of("libdl.so.2", "libm.so.6", "libpthread.so.0", "librt.so.1");

  private static final String CONFIGURATION =
      """
      [containers]
      default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
      [engine]
      runtime = "runc"
      cgroup_manager = "cgroupfs"
      events_logger = "file"
      """;

  private final Path folder;
  private final Path running;
  private final Path configuration;

  private WorkerImage(Path folder) throws IOException {
    this.folder = folder;
    this.running =
        Files.createTempDirectory(Path.of("/tmp"), "podman"); // Of 50 characters at most.
    this.configuration = Files.writeString(folder.resolve("containers.conf"), CONFIGURATION);
  }

  /** Why it cannot be built here, if it cannot. */
  static Optional<String> absence() {
    for (String program : List.of("podman", "runc", "jlink", "ldd")) {
      if (Stream.of(System.getenv("PATH").split(":", -1))
          .noneMatch(path -> Files.isExecutable(Path.of(path, program)))) {
        return Optional.of(program + " is not installed (.ci/run does it)");
      }
    }
    return "root".equals(System.getProperty("user.name"))
        ? Optional.empty()
        : Optional.of("containers need root here");
  }

  /** Builds it, with all that belongs to it below a folder. */
  static WorkerImage build(Path folder) throws Exception {
    WorkerImage image = new WorkerImage(folder);
    Path root = folder.resolve("base");
    Path java = root.resolve("opt/java/openjdk");
    Files.createDirectories(java.getParent());
    call("jlink", "--add-modules", MODULES, "--strip-debug", "--output", java.toString());
    copyLibraries(java, root);
    call("mkdir", "-m", "1777", root.resolve("tmp").toString());
    Path archive = folder.resolve("base.tar");
    call("tar", "-C", root.toString(), "-cf", archive.toString(), ".");
    image.podman("import", "--change", "ENV PATH=/opt/java/openjdk/bin", archive.toString(), BASE);
    Path context = Files.createDirectory(folder.resolve("context"));
    Files.copy(SluiceProcess.jar(), context.resolve("sluice.jar"));
    image.podman(
        "build",
        "--pull=never",
        "--network=none",
        "--layers=false",
        "--tag=" + NAME,
        "--file=" + DOCKERFILE.toAbsolutePath().normalize(),
        context.toString());
    return image;
  }

  /** The C library and what else the runtime's files are linked with, at the same places. */
  private static void copyLibraries(Path java, Path root) throws Exception {
    List<String> command = new ArrayList<>(List.of("ldd"));
    try (Stream<Path> files = Files.walk(java)) {
      files
          .filter(file -> file.endsWith("bin/java") || file.toString().endsWith(".so"))
          .forEach(file -> command.add(file.toString()));
    }
    for (String line : call(command.toArray(String[]::new)).lines().map(String::strip).toList()) {
      Matcher library = LIBRARY.matcher(line);
      if (library.matches() && !library.group(1).startsWith(java.toString())) {
        Path file = Path.of(library.group(1));
        copy(file, root);
        if (file.endsWith("libc.so.6")) {
          for (String other : OF_LIBC) {
            copy(file.resolveSibling(other), root);
          }
        }
      }
    }
  }

  private static void copy(Path file, Path root) throws IOException {
    Path copy = root.resolve(file.toString().substring(1));
    Files.createDirectories(copy.getParent());
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Starts a container of it whose root file system is read-only, as the task definition says.
   *
   * @param options of {@code podman run}
   * @param arguments of the worker
   */
  Container start(String name, List<String> options, List<String> arguments) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("run", "--name=" + name, "--read-only", "--read-only-tmpfs=false"));
    all.addAll(options);
    all.add(NAME);
    all.addAll(arguments);
    Path out = folder.resolve(name + ".out");
    Process process = builder(all).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    return new Container(name, process, out);
  }

  /** What the image says of itself. */
  String inspect(String format) throws Exception {
    return podman("image", "inspect", "--format", format, NAME).strip();
  }

  /** Tells the worker to end, as ECS does; kills it if it has not after so long. */
  void stop(Container container, int seconds) throws Exception {
    podman("stop", "--time=" + seconds, container.name);
  }

  void remove(Container container) throws Exception {
    podman("rm", "--force", "--time=0", container.name);
  }

  @Override
  public void close() throws IOException {
    PathUtils.deleteDirectory(running);
  }

  private String podman(String... arguments) throws Exception {
    return ended(builder(Arrays.asList(arguments)));
  }

  private ProcessBuilder builder(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "podman",
                "--root=" + folder.resolve("storage"),
                "--runroot=" + running,
                "--storage-driver=vfs"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CONTAINERS_CONF", configuration.toString());
    return builder;
  }

  private static String call(String... command) throws Exception {
    return ended(new ProcessBuilder(command));
  }

  private static String ended(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", builder.command(), said).isZero();
    return said;
  }

  /**
   * One that was started.
   *
   * @param process podman's, which ends as the worker does
   * @param out what the worker says
   */
  record Container(String name, Process process, Path out) {
    int exitCode() throws InterruptedException {
      return process.waitFor();
    }

    String said() throws IOException {
      return Files.readString(out);
    }
  }
}
