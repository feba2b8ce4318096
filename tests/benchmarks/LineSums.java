import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Count and sum of the CRC-32Cs of a file's lines: the same for the same lines in any order. */
final class LineSums {
  private LineSums() {}

  public static void main(String[] args) throws Exception {
    long lines = 0;
    long sum = 0;
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(args[0])))) {
      for (int count; (count = in.read(buffer)) > 0; ) {
        int from = 0;
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n') {
            crc.update(buffer, from, i + 1 - from);
            sum += crc.getValue() * 0x9e3779b97f4a7c15L;
            lines++;
            crc.reset();
            from = i + 1;
          }
        }
        crc.update(buffer, from, count - from);
      }
    }
    System.out.println(lines + " " + Long.toHexString(sum));
  }
}
