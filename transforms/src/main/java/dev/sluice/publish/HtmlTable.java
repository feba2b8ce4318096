package dev.sluice.publish;

import static dev.sluice.publish.ReportText.escaped;

/** A table; a column whose name begins with # is of numbers. */
final class HtmlTable {
  private final StringBuilder html = new StringBuilder();
  private final String[] head;

  HtmlTable(String caption, String... head) {
    this.head = head;
    html.append("<div class='table'><table>\n<caption>")
        .append(escaped(caption))
        .append("</caption>\n<thead><tr>");
    for (String name : head) {
      html.append(
          "<th scope='col'%s>%s</th>".formatted(css(name), escaped(name.replaceFirst("^#", ""))));
    }
    html.append("</tr></thead>\n<tbody>\n");
  }

  private static String css(String name) {
    return name.startsWith("#") ? " class='number'" : "";
  }

  void row(String... cells) {
    html.append("<tr>");
    for (int i = 0; i < cells.length; i++) {
      html.append(
          "%s%s>%s%s"
              .formatted(
                  i == 0 ? "<th scope='row'" : "<td",
                  css(head[i]),
                  escaped(cells[i]),
                  i == 0 ? "</th>" : "</td>"));
    }
    html.append("</tr>\n");
  }

  @Override
  public String toString() {
    return html + "</tbody>\n</table></div>\n";
  }
}
