package dev.sluice.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.step.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SortOrderTest {
  @Test
  void parsesFieldsAndDirections() {
    assertThat(SortOrder.parse("page_id,a.b:desc"))
        .isEqualTo(
            new SortOrder(List.of(new SortField("page_id", false), new SortField("a.b", true))))
        .hasToString("page_id,a.b:desc");
    assertThat(SortOrder.parse("none")).isEqualTo(SortOrder.NONE).hasToString("none");
    assertThat(SortOrder.by("a", "b")).isEqualTo(SortOrder.parse("a,b"));
  }

  @Test
  void hasAJsonForm() throws IOException {
    SortOrder order = SortOrder.parse("page_id,a.b:desc");
    assertThat(Json.text(order))
        .isEqualTo(
            "{\"fields\":[{\"path\":\"page_id\",\"descending\":false},"
                + "{\"path\":\"a.b\",\"descending\":true}]}");
    assertThat(Json.value(Json.text(order), SortOrder.class)).isEqualTo(order);
  }

  @Test
  void refusesWhatIsNoOrder() {
    assertRefused("", "Cannot sort by \"\": a field name is empty (expected FIELD or FIELD.FIELD)");
    assertRefused(
        "a..b", "Cannot sort by \"a..b\": a field name is empty (expected FIELD or FIELD.FIELD)");
    assertRefused(
        "a,", "Cannot sort by \"\": a field name is empty (expected FIELD or FIELD.FIELD)");
    assertRefused(
        "a:asc",
        "Cannot sort by \"a:asc\": the direction is not known (:asc; expected :desc or none)");
    assertRefused(
        "a,b,a:desc", "Cannot sort by \"a\": the field is named twice (expected each field once)");
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> SortOrder.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
