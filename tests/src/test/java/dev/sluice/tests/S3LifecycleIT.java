package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** {@code uploads --expireDays} where the service has lifecycle rules. */
@Tag("long")
class S3LifecycleIT {
  private static final String RULES = S3Mock.ENDPOINT + "/dumps?lifecycle";
  private static final String OLD_RULE =
      "<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule><ID>old</ID>"
          + "<Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status>"
          + "<Expiration><Days>30</Days></Expiration></Rule></LifecycleConfiguration>";

  @TempDir private Path folder;

  @Test
  @Timeout(240)
  void addsARuleForEachFolderAndKeepsTheOthers() throws Exception {
    Optional<String> absence = S3Mock.absence();
    absence.ifPresent(reason -> System.err.println("SKIPPED S3LifecycleIT: " + reason));
    assumeTrue(absence.isEmpty(), absence.orElse(""));
    try (S3Mock mock = S3Mock.start(folder)) {
      mock.curl("-X", "PUT", S3Mock.ENDPOINT + "/dumps");
      assertThat(expire(mock, "a", 7))
          .isEqualTo(
              """
              0 unfinished uploads below s3://dumps/a
              Uploads below s3://dumps/a are aborted 7 days after they began, by a rule of the bucket
              """);
      assertThat(rules(mock)).containsExactly("sluice-unfinished-uploads a/: a/ aborts after 7");

      mock.curl("-X", "PUT", RULES, "-H", "Content-Type: application/xml", "-d", OLD_RULE);
      expire(mock, "a", 7);
      expire(mock, "b", 5);
      expire(mock, "a", 3);
      assertThat(rules(mock))
          .containsExactlyInAnyOrder(
              "old: logs/ expires after 30",
              "sluice-unfinished-uploads a/: a/ aborts after 3",
              "sluice-unfinished-uploads b/: b/ aborts after 5");
    }
  }

  private static String expire(S3Mock mock, String name, int days) throws Exception {
    return mock.sluice(
        "uploads",
        "--output=s3://dumps/" + name,
        "--expireDays=" + days,
        "--s3Endpoint=" + S3Mock.ENDPOINT,
        "--s3PathStyle=true");
  }

  /** What the server has, in words; those of each kind of rule hold one number. */
  private static List<String> rules(S3Mock mock) throws Exception {
    byte[] answer = mock.curl(RULES).getBytes(UTF_8);
    NodeList rules =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(answer))
            .getElementsByTagName("Rule");
    List<String> words = new ArrayList<>();
    for (int i = 0; i < rules.getLength(); i++) {
      Element rule = (Element) rules.item(i);
      assertThat(text(rule, "Status")).isEqualTo("Enabled");
      boolean expires = rule.getElementsByTagName("Expiration").getLength() > 0;
      words.add(
          "%s: %s %s after %s"
              .formatted(
                  text(rule, "ID"),
                  text(rule, "Prefix"),
                  expires ? "expires" : "aborts",
                  text(rule, expires ? "Days" : "DaysAfterInitiation")));
    }
    return words;
  }

  private static String text(Element rule, String name) {
    return rule.getElementsByTagName(name).item(0).getTextContent();
  }
}
