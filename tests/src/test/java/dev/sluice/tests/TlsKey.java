package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A key of 127.0.0.1, made by the JDK's keytool, with a certificate that it signed itself.
 *
 * @param keyPem the private key, for a server
 * @param certificatePem the certificate, for a server
 * @param trustStore a key store of a client that trusts it, with {@link #PASSWORD}
 */
record TlsKey(Path keyPem, Path certificatePem, Path trustStore) {
  static final String PASSWORD = "changeit";

  private static final String NAME = "server";

  static TlsKey make(Path folder) throws Exception {
    Path store = folder.resolve("key.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    NAME,
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=127.0.0.1",
                    "-ext",
                    "SAN=ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    store.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
    if (process.waitFor() != 0) {
      throw new IOException("Cannot make a key: " + said);
    }
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      made.load(in, PASSWORD.toCharArray());
    }
    return new TlsKey(
        pem(
            folder.resolve("key.pem"),
            "PRIVATE KEY",
            made.getKey(NAME, PASSWORD.toCharArray()).getEncoded()),
        pem(
            folder.resolve("certificate.pem"),
            "CERTIFICATE",
            made.getCertificate(NAME).getEncoded()),
        trust(folder.resolve("trust.p12"), made));
  }

  private static Path pem(Path file, String label, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, text, label));
  }

  private static Path trust(Path file, KeyStore made) throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(NAME, made.getCertificate(NAME));
    try (OutputStream out = Files.newOutputStream(file)) {
      trust.store(out, PASSWORD.toCharArray());
    }
    return file;
  }
}
