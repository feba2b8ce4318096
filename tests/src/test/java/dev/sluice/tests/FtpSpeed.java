package dev.sluice.tests;

import dev.sluice.dump.Checksum;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.Downloads;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.step.StepContext;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Downloads one file over and over, as a run does it, and with curl: for {@code download.sh}. */
final class FtpSpeed {
  private static final String NAME = "file";
  private static final double MEGABYTE = 1e6;

  private FtpSpeed() {}

  /** Arguments: the mirror, the file that it serves, a folder to write to, how often. */
  public static void main(String[] args) throws Exception {
    Path served = Path.of(args[1]);
    Path folder = Files.createDirectories(Path.of(args[2]));
    int pairs = Integer.parseInt(args[3]);
    long bytes = Files.size(served);
    System.out.printf("%-22s %10s%n", "", "MB/s");
    double[] curl = new double[pairs];
    double[] sluice = new double[pairs];
    for (Checksum.Algorithm algorithm : Checksum.Algorithm.values()) {
      DumpFile file =
          new DumpFile(
              Dump.parse("xwiki/20260101/stub-articles"),
              0,
              NAME,
              bytes,
              checksum(algorithm, served),
              List.of(new Replica(new Mirror(URI.create(args[0]), 1), NAME)));
      sluice(file, folder); // The first warms up.
      for (int i = 0; i < pairs; i++) {
        curl[i] = curl(args[0], folder, bytes);
        sluice[i] = sluice(file, folder);
      }
      Arrays.sort(curl);
      Arrays.sort(sluice);
      System.out.printf("%-22s %10.0f%n", "curl, no digest", curl[pairs / 2]);
      System.out.printf("%-22s %10.0f%n", "sluice, " + algorithm, sluice[pairs / 2]);
      System.out.printf("%-22s %10.2f%n", "ratio", sluice[pairs / 2] / curl[pairs / 2]);
    }
  }

  private static double sluice(DumpFile file, Path folder) throws Exception {
    LocalStorage storage = new LocalStorage();
    Path place = folder.resolve("sluice");
    Downloads downloads = new Downloads("speed", MirrorSlots.inProcess("speed"));
    long started = System.nanoTime();
    downloads.download(file, () -> storage.create(place.toUri()), StepContext.of(storage));
    double seconds = (System.nanoTime() - started) / 1e9;
    Files.delete(place);
    return file.bytes() / MEGABYTE / seconds;
  }

  private static double curl(String mirror, Path folder, long bytes) throws Exception {
    Path place = folder.resolve("curl");
    long started = System.nanoTime();
    int code =
        new ProcessBuilder("curl", "-s", "-o", place.toString(), mirror + NAME)
            .inheritIO()
            .start()
            .waitFor();
    double seconds = (System.nanoTime() - started) / 1e9;
    if (code != 0 || Files.size(place) != bytes) {
      throw new IOException("Cannot compare with curl: exit code " + code);
    }
    Files.delete(place);
    return bytes / MEGABYTE / seconds;
  }

  private static Checksum checksum(Checksum.Algorithm algorithm, Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance(algorithm.javaName());
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
  }
}
