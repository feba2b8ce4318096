package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dump.Mirror;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContactTest {
  private static final Mirror ORIGIN = Locations.mirror("https://dumps.wikimedia.org/");
  private static final Mirror OTHER = Locations.mirror("https://dumps.wikimedia.your.org/");

  @Test
  void isAskedForWhereTheOriginIsUsed() {
    assertThatThrownBy(() -> Contact.in(List.of(OTHER, ORIGIN), null))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot use mirror https://dumps.wikimedia.org/: Wikimedia asks whom it may write to"
                + " (expected --contact=ADDRESS, your e-mail address or web page)");
    assertThat(Contact.in(List.of(OTHER), null)).containsExactly(OTHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"me@example.org", "https://example.org/me; me@example.org"})
  void isToldToEveryMirror(String contact) {
    assertThat(Contact.in(List.of(OTHER, ORIGIN), contact))
        .containsExactly(OTHER.withContact(contact), ORIGIN.withContact(contact));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "me", "a@b (c)", "a@b\r\nX: y", "m\u00fc@example.org"})
  void isRefusedIfItIsNone(String contact) {
    assertThatThrownBy(() -> Contact.in(List.of(OTHER), contact))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(
            "Cannot use --contact=" + contact + ": nobody can be reached there");
  }
}
