package dev.sluice.pipeline;

import dev.sluice.convert.VerifiedTexts;
import dev.sluice.convert.VerifiedTexts.Mismatch;

/** What the user is told of texts that were verified, in one sentence. */
final class VerificationLine {
  private VerificationLine() {}

  static String of(VerifiedTexts texts) {
    StringBuilder line =
        new StringBuilder("Verified the SHA-1 of %,d texts".formatted(texts.checked()));
    if (texts.mismatches() > 0) {
      Mismatch first = texts.firstMismatches().get(0);
      line.append(
          ": %,d %s not match, the first one"
              .formatted(texts.mismatches(), texts.mismatches() == 1 ? "does" : "do"));
      line.append(first.pageId() == null ? "" : " of page " + first.pageId());
      line.append(first.revisionId() == null ? "" : ", revision " + first.revisionId());
      line.append(", slot \"%s\"".formatted(first.role()));
    } else if (texts.checked() > 0) {
      line.append(": all match");
    }
    if (texts.withoutSha1() > 0) {
      line.append("; %,d more have none".formatted(texts.withoutSha1()));
    }
    return line.toString();
  }
}
