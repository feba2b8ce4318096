package dev.sluice.generate;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What a parser that knows nothing of the generator finds in a dump. */
final class XmlSurvey {
  record Text(String body, long bytes, String sha1) {}

  final List<Long> pageIds = new ArrayList<>();
  final List<Long> revisionIds = new ArrayList<>();
  final List<Long> logIds = new ArrayList<>();

  /** The main texts that have a body or are empty. */
  final List<Text> texts = new ArrayList<>();

  int pagesOutOfTimeOrder;
  int longestHistory;

  private String lastTime = "";
  private boolean ordered = true;
  private int history;

  static XmlSurvey of(InputStream xml) throws XMLStreamException {
    XMLInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    XMLStreamReader reader = factory.createXMLStreamReader(xml);
    XmlSurvey survey = new XmlSurvey();
    Deque<String> path = new ArrayDeque<>();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          String name = reader.getLocalName();
          String parent = path.isEmpty() ? "" : path.peek();
          if (survey.leaf(reader, parent, name)) {
            continue;
          }
          path.push(name);
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (path.pop().equals("page")) {
            survey.endPage();
          }
        }
        default -> {}
      }
    }
    return survey;
  }

  private boolean leaf(XMLStreamReader reader, String parent, String name)
      throws XMLStreamException {
    switch (parent + "/" + name) {
      case "page/id" -> pageIds.add(Long.valueOf(reader.getElementText()));
      case "logitem/id" -> logIds.add(Long.valueOf(reader.getElementText()));
      case "revision/id" -> {
        revisionIds.add(Long.valueOf(reader.getElementText()));
        history++;
      }
      case "revision/timestamp" -> {
        String time = reader.getElementText();
        ordered &= time.compareTo(lastTime) >= 0;
        lastTime = time;
      }
      case "revision/text" -> {
        String bytes = reader.getAttributeValue(null, "bytes");
        String sha1 = reader.getAttributeValue(null, "sha1");
        String body = reader.getElementText();
        if (bytes != null && (!body.isEmpty() || bytes.equals("0"))) {
          texts.add(new Text(body, Long.parseLong(bytes), sha1));
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void endPage() {
    pagesOutOfTimeOrder += ordered ? 0 : 1;
    longestHistory = Math.max(longestHistory, history);
    lastTime = "";
    ordered = true;
    history = 0;
  }
}
